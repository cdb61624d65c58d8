import Glibc
import SupervisorCore

exit(SupervisorMain.main(CommandLine.arguments))
