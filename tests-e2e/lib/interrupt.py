"""interrupt.py LINES SIGNAL COMMAND…: a signal at a fixed moment of a command.

Starts COMMAND in a session of its own, with default signals, as a terminal would; sends SIGNAL to
its process group once it has written LINES lines of progress to stderr (or has ended); passes
both streams on and ends with its exit code, 128 + signal where a signal ended it.
"""

import os
import signal
import subprocess
import sys


def main():
    lines, name, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )

    def send():
        if child.poll() is None:
            os.killpg(child.pid, getattr(signal, "SIG" + name))

    if lines == 0:
        send()
    for count, line in enumerate(child.stderr, 1):
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        if count == lines:
            send()
    code = child.wait()
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
