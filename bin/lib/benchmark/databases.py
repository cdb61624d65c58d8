"""The figures of a database in a new project: the first query, and what ten of them take."""

import os
import pathlib
import statistics
import subprocess
import sys
import time

from . import floor
from .figures import from_pairs, row, timed
from .world import World, pid_of

CONFIGURATION = "version: 1\nrequirements:\n  postgres: { database: bench }\n"
PROJECTS = 10


def first_query(world, pairs):
    """From nothing to the first answer, the template being there."""
    rows = [plain(world, "first query, new project, ext4", pairs)]
    with World(keep=world.keep, kind="xfs") as other:
        if other.mounted:
            rows.append(plain(other, "first query, new project, XFS (reflinks)", pairs))
        else:
            print("bench: no XFS can be mounted here", file=sys.stderr)
    return rows + [from_spare(world, pairs)]


def repository(world):
    """With a database only, and one project of it that runs: its template is there."""
    folder = world.make_repository(f"databases-{world.trees}", CONFIGURATION)
    first = world.worktree(folder)
    world.envctl("start", "--repo", str(first))
    return folder, first


def plain(world, name, pairs):
    folder, first = repository(world)
    measured = []
    for number in range(pairs or 10):
        tree, by_hand = world.worktree(folder), floor.Database(world, first)

        def copied():
            by_hand.start_postgres()
            query(by_hand.program, by_hand.place, by_hand.port)

        sides = [True, False] if number % 2 else [False, True]
        times = {ours: product(world, tree) if ours else timed(copied) for ours in sides}
        measured.append((times[True], times[False]))
        by_hand.end()
        world.envctl("stop", "--repo", str(tree))
    world.envctl("stop", "--repo", str(first))
    return from_pairs(name, 1.3, measured)


def product(world, tree):
    """Seconds of a start and one query; where to ask is looked up in between, untimed."""
    seconds = timed(lambda: world.envctl("start", "--repo", str(tree)))
    pid = pid_of(world.component(tree, "postgres"))
    words = floor.command_line(pid)
    port = next(word[5:] for word in words if word.startswith("port="))
    sockets = next(word for word in words if word.startswith("unix_socket_directories="))
    place = sockets.partition("=")[2].strip('"')
    return seconds + timed(lambda: query(os.readlink(f"/proc/{pid}/exe"), place, port))


def query(server, place, port):
    """By the unix socket, which both trust."""
    psql = pathlib.Path(server).parent / "psql"
    answer = subprocess.run(
        [str(psql), "-X", "-A", "-t", "-h", str(place), "-p", str(port), "-U", "app", "-d", "bench",
         "-c", "SELECT count(*) FROM pg_class"],
        check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    ).stdout
    if int(answer) < 100:
        sys.exit(f"bench: the database answers {answer}")


def from_spare(world, pairs):
    """Its limit is a time; the floor is a server by hand on a flushed copy, and the same query."""
    world.environment["ENVCTL_SPARES"] = "true"
    try:
        folder, first = repository(world)
        measured = []
        for _ in range(pairs or 10):
            await_spare(world)
            tree, by_hand = world.worktree(folder), floor.Database(world, first)
            by_hand.prepare()

            def served(by_hand=by_hand):
                by_hand.start_prepared()
                query(by_hand.program, by_hand.place, by_hand.port)

            seconds = timed(served)
            by_hand.end()
            measured.append((product(world, tree), seconds))
            world.envctl("stop", "--repo", str(tree))
        world.envctl("stop", "--repo", str(first))
        await_spare(world)
    finally:
        world.environment["ENVCTL_SPARES"] = "false"
    best = min(measured)[0] * 1e3
    return row(
        f"first query, new project, from a spare ({best:.0f} ms at best)",
        statistics.median(ours for ours, _ in measured) * 1e3,
        statistics.median(hand for _, hand in measured) * 1e3, 60,
    )


def await_spare(world):
    """Whole, and nobody at work on one."""
    spares = world.place / "state" / "spares" / "postgres"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        names = [path.name for path in spares.glob("*") if path.is_dir()]
        if names and not any(name.endswith(".new-spare") for name in names):
            return time.sleep(0.2)  # its maker is gone, too
        time.sleep(0.02)
    sys.exit("bench: no spare was made")


def idle_memory(world, _):
    """What ten idle databases take, beside one server with the same arguments."""
    folder, first = repository(world)
    trees = [first] + [world.worktree(folder) for _ in range(PROJECTS - 1)]
    for tree in trees[1:]:
        world.envctl("start", "--repo", str(tree))
    one = floor.Database(world, first)
    one.start_postgres()
    time.sleep(2)
    ten = sum(proportional(pid_of(world.component(tree, "postgres"))) for tree in trees)
    single = proportional(one.postgres.pid)
    one.end()
    world.envctl("stop-all", "--repo", str(folder))
    return [
        row(f"memory of {PROJECTS} idle databases, proportional", ten, None, None, unit="MiB"),
        row("memory of one by hand, same arguments", single, None, None, unit="MiB"),
    ]


def proportional(postmaster):
    """MiB of a server and its children."""
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True,
        check=False,
    ).stdout.split()
    total = 0
    for pid in [str(postmaster), *listing]:
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
        total += int(line.split()[1])
    return total / 1024
