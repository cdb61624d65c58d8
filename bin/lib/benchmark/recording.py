"""What the debug recorder costs: off, a site in a loop of a million; on, of a start."""

import statistics
import subprocess

from .figures import from_pairs, row, timed
from .world import BINARY


def recorder(world, pairs):
    sites = [site_nanoseconds() for _ in range(5)]
    tree = world.worktree()
    world.envctl("start", "--repo", str(tree))  # makes the template
    world.envctl("stop", "--repo", str(tree))
    starts = []
    for number in range(pairs or 10):
        measured = {}
        for word in ("", "1") if number % 2 else ("1", ""):
            world.environment["ENVCTL_DEBUG"] = word
            measured[word] = timed(lambda: world.envctl("start", "--repo", str(tree)))
            world.envctl("stop", "--repo", str(tree))
        starts.append((measured["1"], measured[""]))
    world.environment.pop("ENVCTL_DEBUG")
    return [
        row("recorder off, a site", statistics.median(sites), None, 50, unit="ns"),
        from_pairs("recorder on, a start; beside one with it off", 1.05, starts),
    ]


def site_nanoseconds():
    program = BINARY.parent / "envctl-supervisor"
    return float(subprocess.run([program, "measure"], capture_output=True, check=True).stdout)
