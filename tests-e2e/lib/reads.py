"""reads.py COMMAND…: runs it, and prints how much it read and how much memory it had at most.

The last line on standard error is "READ BYTES PEAK KIB"; READ counts what its calls of read, pread
and the like gave it (rchar in /proc/PID/io), whether it came from a disk or not. Ends as it ends.
"""

import os
import pathlib
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
# Ended, and not yet reaped: what the kernel counted is still there.
os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
counted = dict(
    line.split(": ") for line in pathlib.Path(f"/proc/{child.pid}/io").read_text().splitlines()
)
_, status, usage = os.wait4(child.pid, 0)
print("READ", counted["rchar"], "PEAK", usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
