"""typed.py ANSWER COMMAND…: runs the command on a terminal of its own and types ANSWER when it asks.
typed.py --at WORD KEY COMMAND…: once it has shown WORD, KEY is typed (`^C` is Ctrl-C), or, where KEY is
`hangup`, the terminal is closed.

Prints what the terminal showed; ends with the command's exit code, 128 + signal where a signal ended it.
"""

import os
import pty
import sys

words = sys.argv[1:]
if words[0] == "--at":
    signs, key, command = [words[1]], words[2], words[3:]
    key = "\x03" if key == "^C" else key
else:
    signs, key, command = [", type ", "/n]"], words[0] + "\n", words[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b""
done = False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # the other end is closed
        break
    if not piece:
        break
    shown += piece
    if not done and any(sign.encode() in shown for sign in signs):
        done = True
        if key == "hangup":
            os.close(terminal)
            break
        os.write(terminal, key.encode())
sys.stdout.buffer.write(shown)
sys.stdout.flush()
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
