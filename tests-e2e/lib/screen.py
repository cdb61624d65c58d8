"""screen.py [--size COLUMNSxLINES] [--raw FILE] [--seconds N] [WORD WAIT]… -- COMMAND…

Runs COMMAND on a terminal of its own that is really emulated, and does one thing after the other,
each once the screen shows what it waits for (with ! before TEXT: once it does not):

  snap=NAME TEXT       print the screen as it is now, below a line "--- NAME"
  resize=CxL TEXT      give the terminal another size
  keys=CHARACTERS TEXT type; ^C and ^Z are the characters
  away TEXT            take the terminal away: its other end is closed, as a lost connection does
  signal=NAME TEXT     send the signal to COMMAND's first process

Prints the screen as it was left, below "--- end", and ends with COMMAND's exit code (128 + signal
where one ended it); 125 where what was waited for never came. A screen that is as wide as a row, or
that scrolls, shows it as xterm would: rows are cut, and not wrapped again, when it becomes narrower.
"""

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

import pyte


class Terminal:
    def __init__(self, columns, lines, command, raw):
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.raw = raw
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            # The size must be there before the program looks.
            sys.stdin.readline()
            os.execvp(command[0], command)
        self.resize(columns, lines)
        os.write(self.end, b"\n")
        self.is_open = True

    def resize(self, columns, lines):
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, size)
        self.screen.resize(lines, columns)

    def read(self, seconds):
        """Shows what comes within that time; false once nothing comes any more."""
        if not self.is_open:
            return False
        if not select.select([self.end], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self.end, 65536)
        except OSError:  # nobody writes any more
            piece = b""
        if self.raw and piece:
            self.raw.write(piece)
        self.stream.feed(self.decoder.decode(piece))
        self.is_open = bool(piece)
        return self.is_open

    def show(self, title):
        print(f"--- {title}")
        print("\n".join(line.rstrip() for line in self.screen.display).rstrip("\n"), flush=True)

    def shows(self, text):
        if text.startswith("!"):
            return not self.shows(text[1:])
        return any(text in line for line in self.screen.display)

    def act(self, action):
        verb, _, value = action.partition("=")
        if verb == "snap":
            self.show(value)
        elif verb == "resize":
            self.resize(*map(int, value.split("x")))
        elif verb == "keys":
            typed = value.replace("^C", "\x03").replace("^Z", "\x1a")
            os.write(self.end, typed.encode())
        elif verb == "away":
            os.close(self.end)
            self.is_open = False
        elif verb == "signal":
            os.kill(self.pid, getattr(signal, "SIG" + value))
        else:
            sys.exit(f"screen.py: unknown action {verb}")


def options(words):
    given = {"--size": "80x24", "--raw": None, "--seconds": "60"}
    while words[0] in given:
        given[words[0]] = words[1]
        words = words[2:]
    middle = words.index("--")
    pairs = list(zip(words[0:middle:2], words[1:middle:2]))
    return given, pairs, words[middle + 1 :]


def main():
    given, actions, command = options(sys.argv[1:])
    raw = open(given["--raw"], "wb") if given["--raw"] else None
    columns, lines = map(int, given["--size"].split("x"))
    terminal = Terminal(columns, lines, command, raw)
    deadline = time.monotonic() + float(given["--seconds"])
    while terminal.read(0.05) and time.monotonic() < deadline:
        if actions and terminal.shows(actions[0][1]):
            terminal.act(actions.pop(0)[0])
    if time.monotonic() >= deadline:
        os.kill(terminal.pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1])
    terminal.show("end")
    if actions:
        print(f"screen.py: never seen: {actions[0][1]}", file=sys.stderr)
        sys.exit(125)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
