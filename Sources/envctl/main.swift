import Engine
import Glibc

exit(EngineRuntime.main(Array(CommandLine.arguments.dropFirst())))
