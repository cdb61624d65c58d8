"""The figures of copied data."""

import os
import shutil
import subprocess
import sys

from .figures import from_pairs, row, timed
from .world import LAUNCHER, World

MEGABYTES = 300
ROWS = 1_100_000  # of some 300 bytes


def psql(world, tree, statement):
    return subprocess.run(
        [
            str(LAUNCHER), "exec", "--repo", str(tree), "--",
            "psql", "-X", "-q", "-A", "-t", "-c", statement,
        ],
        env=world.environment, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    ).stdout.strip()


def clone(world, pairs):
    """A database of 300 MB is copied from a project that runs; the floor copies its files."""
    source, size = big_source(world)
    idle = [copied(world, source, number) for number in range(pairs or 5)]
    replacing = [copied(world, source, number, replaces=True) for number in range(pairs or 5)]
    writer = subprocess.Popen(
        [str(LAUNCHER), "exec", "--repo", str(source), "--", "sh", "-c",
         "while psql -X -q -c \"UPDATE big SET i = i + 1 WHERE i % 1000 = 7\"; do :; done"],
        env=world.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        checkpoint = timed(lambda: psql(world, source, "CHECKPOINT"))
        busy = [copied(world, source, number) for number in range(3)]
    finally:
        writer.terminate()
        writer.wait()
    world.envctl("stop", "--repo", str(source))
    return [
        from_pairs(f"data clone, {size} MB, source runs idle", 2, idle),
        *shared_blocks(world, pairs),
        from_pairs("the same in place of data, the floor flushed", None, replacing),
        from_pairs(f"data clone, {size} MB, source is written to", None, busy),
        row("a checkpoint of it", checkpoint * 1e3, None, None),
    ]


def shared_blocks(world, pairs):
    """The same where both sides share blocks with the source."""
    with World(keep=world.keep, kind="xfs") as other:
        if not other.mounted:
            print("bench: no XFS can be mounted here", file=sys.stderr)
            return []
        source, _ = big_source(other)
        measured = [copied(other, source, number) for number in range(pairs or 5)]
        other.envctl("stop", "--repo", str(source))
        return [from_pairs("the same, XFS (reflinks)", 2, measured)]


def big_source(world):
    """A project that runs with a database of 300 MB, and its size."""
    source = world.worktree()
    world.envctl("start", "--repo", str(source))
    psql(world, source, f"CREATE TABLE big AS SELECT i, repeat(md5(i::text), 8) AS filler "
                        f"FROM generate_series(1, {ROWS}) i")
    psql(world, source, "CHECKPOINT")
    size = int(psql(world, source, "SELECT pg_database_size(current_database())")) >> 20
    if size < MEGABYTES:
        raise SystemExit(f"bench: the database has {size} MB")
    return source, size


def copied(world, source, number, replaces=False):
    """Seconds of the product and of the floor; neither finds the other's files.

    Where the copy replaces data it is on the disk when it ends, and the floor's too."""
    tree = world.worktree()
    data = next((world.place / "state").glob(f"scopes/*/projects/{source.name}/data/postgres"))
    other = world.place / "by-hand"
    words = ["data", "clone", "postgres", "--from", source.name, "--repo", str(tree), "--yes"]
    if replaces:
        world.envctl(*words)

    def product():
        return timed(lambda: world.envctl(*words))

    def by_hand():
        # Under writes files vanish while they are copied.
        command = f"cp --archive --reflink=auto '{data}' '{other}'"
        if replaces:
            command += f" && find '{other}' -type f -exec sync {{}} +"
        return timed(lambda: subprocess.run(command, shell=True, check=False, capture_output=True))

    sides = [product, by_hand] if number % 2 else [by_hand, product]
    times = {side: side() for side in sides}
    world.envctl("data", "reset", "postgres", "--yes", "--repo", str(tree))
    shutil.rmtree(other)
    # What nobody waited for is on its way to the disk; no pair waits for another's.
    os.sync()
    return times[product], times[by_hand]
