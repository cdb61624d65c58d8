"""What a bundle for a bug report costs: time and memory, with fifty runs and large logs beside it."""

import os
import subprocess

from .figures import row, timed
from .world import BINARY

RUNS = 50
LOG_BYTES = 2 << 30


def debug_pack(world, pairs):
    tree = world.worktree(world.small_repository())
    for _ in range(RUNS):
        world.envctl("start", "--repo", str(tree))
        world.envctl("stop", "--repo", str(tree))
    runs = list(world.place.glob("**/scopes/*/runs/*"))
    logs = next(world.place.glob("**/scopes/*/projects/*/logs"))
    # Its length counts, not its blocks: nothing of it may be read.
    with open(logs / "large.log", "wb") as log:
        log.truncate(LOG_BYTES)
    times, peaks = [], []
    for _ in range(pairs or 10):
        peak = []
        times.append(timed(lambda: peak.append(peak_memory(world, tree))))
        peaks.append(peak[0])
    world.envctl("blast-all", "--yes", "--repo", str(tree))
    return [
        row(f"debug-pack, {len(runs)} runs", sorted(times)[len(times) // 2] * 1e3, None, 1000),
        row("debug-pack, peak memory", max(peaks) / 1024, None, 64, unit="MiB"),
    ]


def peak_memory(world, tree):
    """KiB that one packing held at most."""
    words = [str(BINARY), "debug-pack", "--output", str(world.place / "bundle.tar.gz")]
    child = subprocess.Popen(words, env=world.environment, cwd=tree, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"bench: debug-pack: status {status}")
    return usage.ru_maxrss
