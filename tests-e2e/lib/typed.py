"""typed.py ANSWER COMMAND…: runs the command on a terminal of its own and types ANSWER when it asks.

Prints what the terminal showed; ends with the command's exit code.
"""

import os
import pty
import sys

answer, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b""
typed = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # the other end is closed
        break
    if not piece:
        break
    shown += piece
    if not typed and (b", type " in shown or b"/n]" in shown):
        os.write(terminal, answer.encode() + b"\n")
        typed = True
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
