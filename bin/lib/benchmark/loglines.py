"""The figures of logs: what it costs to write one, and to read two gigabytes of one."""

import subprocess

from . import replay
from .figures import from_pairs, timed
from .world import LAUNCHER

# A million lines of a hundred bytes, one write each; then says how long that took, and stays.
WRITER = """\
import os, sys, time
line = b"%s 200 GET /api/orders/%07d in 12 ms from the store of the first floor, all is well\\n"
line = (line % (b"2026-11-21T07:40:00.000Z", 1)).ljust(100, b".")[:99] + b"\\n"
began = time.perf_counter()
for _ in range(int(sys.argv[2])):
    os.write(1, line)
seconds = time.perf_counter() - began
open(sys.argv[1] + ".new", "w").write(str(seconds))
os.rename(sys.argv[1] + ".new", sys.argv[1])
if sys.argv[3] == "stay":
    time.sleep(100000)
"""
LINES = 1_000_000


def writing(world, pairs):
    """What the writer itself measures: into the log of a service, and into a file."""
    replay.plain_python(world)
    folder = world.make_repository("writer", (
        "version: 1\nservices:\n"
        f"  api: {{ command: python3 writer.py told {LINES} stay, ready: {{ file: told }} }}\n"
    ))
    (folder / "writer.py").write_text(WRITER)
    measured = []
    for number in range(pairs or 5):
        sides = [logged, redirected] if number % 2 else [redirected, logged]
        times = {side: side(world, folder) for side in sides}
        measured.append((times[logged], times[redirected]))
    return [from_pairs("100 MB of lines, one write each", 1.1, measured)]


def logged(world, folder):
    told = folder / "told"
    told.unlink(missing_ok=True)
    world.envctl("start", "--repo", str(folder))
    world.envctl("stop", "--repo", str(folder))
    world.envctl("clear-logs", "--repo", str(folder))
    return float(told.read_text())


def redirected(world, folder):
    told, target = folder / "told-by-hand", folder / "written"
    told.unlink(missing_ok=True)
    with open(target, "w") as file:
        subprocess.run(
            ["python3", "writer.py", str(told), str(LINES), "end"], stdout=file, check=True,
            cwd=folder, env=world.environment, stdin=subprocess.DEVNULL,
        )
    target.unlink()
    return float(told.read_text())


# Two gigabytes in a few seconds; the word that is looked for stands in a line of each block.
LARGE = """\
import os, sys, time
lines = [b"%07d 200 GET /api/orders in 12 ms, all is well, and nothing to see here" % n
         for n in range(14000)]
lines[7000] += b" needle"
block = b"\\n".join(lines) + b"\\n"
while os.lseek(1, 0, os.SEEK_END) < int(sys.argv[1]):
    os.write(1, block)
open("told", "w").write("done")
time.sleep(100000)
"""
SIZE = 2 << 30


def reading(world, pairs):
    """tail and grep of the same file, whose pages are in memory for both."""
    replay.plain_python(world)
    folder = world.make_repository("large", (
        "version: 1\nservices:\n  api:\n"
        f"    command: python3 large.py {SIZE}\n    log_limit: 4GiB\n"
        "    ready: { file: told, timeout: 300s }\n"
    ))
    (folder / "large.py").write_text(LARGE)
    world.envctl("start", "--timeout", "300s", "--repo", str(folder))
    log = world.component(folder, "api")["log"]
    words = [str(LAUNCHER), "logs", "api", "--repo", str(folder)]
    rows = [
        beside(world, "logs --tail 100 of 2 GB", 2, [*words, "--tail", "100"],
               ["tail", "-n", "100", log], pairs or 30),
        beside(world, "logs --grep of 2 GB", 1.5, [*words, "--grep", "needle"],
               ["grep", "needle", log], pairs or 5),
    ]
    world.envctl("stop", "--repo", str(folder))
    world.envctl("clear-logs", "--repo", str(folder))
    return rows


def beside(world, name, limit, words, base, pairs):
    """Both into a file: a search that writes nowhere stops at its first hit."""
    measured = []
    for number in range(-1, pairs):
        sides = [words, base] if number % 2 else [base, words]
        times = {id(side): into_file(world, side) for side in sides}
        if number >= 0:  # the first is for the pages
            measured.append((times[id(words)], times[id(base)]))
    return from_pairs(name, limit, measured)


def into_file(world, words):
    with open(world.place / "output", "w") as output:
        return timed(lambda: subprocess.run(
            words, env=world.environment, stdin=subprocess.DEVNULL, stdout=output, check=True,
            cwd=world.place,
        ))
