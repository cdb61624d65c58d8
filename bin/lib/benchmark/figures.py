"""The figures: each function takes the world and a number of pairs, and gives rows."""

import os
import pathlib
import statistics
import time

from . import floor
from .world import BINARY, LAUNCHER

SHUTDOWN_ALLOWANCE = 0.015


def row(name, product, base, limit, unit="ms", ratios=None):
    """One line of the report; product and floor are medians, the ratio is that of the pairs."""
    return {
        "name": name, "unit": unit, "product": product, "floor": base,
        "ratio": statistics.median(ratios) if ratios else None, "limit": limit,
        "pairs": len(ratios) if ratios else 1,
    }


def from_pairs(name, limit, pairs):
    products, floors = zip(*pairs)
    return row(
        name, statistics.median(products) * 1e3, statistics.median(floors) * 1e3, limit,
        ratios=[product / base for product, base in pairs],
    )


def run(words, environment, folder):
    """Seconds of one command with its output thrown away, by the cheapest way to start one."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
    os.chdir(folder)
    began = time.perf_counter()
    pid = os.posix_spawnp(words[0], words, environment, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    elapsed = time.perf_counter() - began
    os.close(null)
    if status != 0:
        raise SystemExit(f"bench: {' '.join(words)}: status {status}")
    return elapsed


def commands(world, name, limit, words, pairs, folder):
    base = ["git", "--version"]
    for warm in (base, words):
        run(warm, world.environment, folder)
    measured = []
    for number in range(pairs or 200):
        both = [words, base] if number % 2 else [base, words]
        times = {id(each): run(each, world.environment, folder) for each in both}
        measured.append((times[id(words)], times[id(base)]))
    return from_pairs(name, limit, measured)


def version(world, pairs):
    folder = world.repository
    return [
        commands(world, "--version", 6, [str(LAUNCHER), "--version"], pairs, folder),
        commands(world, "--version, no launcher", None, [str(BINARY), "--version"], pairs, folder),
    ]


def status(world, pairs):
    tree = world.worktree()
    world.envctl("start", "--repo", str(tree))
    words = [str(LAUNCHER), "status"]
    rows = [commands(world, "status, running", 12, words, pairs, tree)]
    world.envctl("stop", "--repo", str(tree))
    rows.append(commands(world, "status, stopped", 12, words, pairs, tree))
    return rows


FIFTY = 50


def status_everywhere(world, pairs):
    """One look at fifty running environments; its limit is a time, the floor is told beside it."""
    repository = world.small_repository()
    trees = [world.worktree(repository) for _ in range(FIFTY)]
    for tree in trees:
        world.envctl("start", "--repo", str(tree))
    words = [str(LAUNCHER), "status", "--everywhere"]
    running = world.envctl("status", "--everywhere", "--json").count('"status":"ready"')
    if running < 2 * FIFTY:  # the project and its service
        raise SystemExit(f"bench: {running} of {2 * FIFTY} are ready")
    measured = commands(world, "", None, words, pairs or 60, repository)
    world.envctl("stop-all", "--repo", str(repository))
    return [
        row(f"status --everywhere, {FIFTY} running", measured["product"], measured["floor"], 60)
    ]


def doctor(world, pairs):
    """All checks in a repository of ten running environments; the limit is a time."""
    repository = world.small_repository()
    trees = [world.worktree(repository) for _ in range(10)]
    for tree in trees:
        world.envctl("start", "--repo", str(tree))
    measured = commands(world, "", None, [str(LAUNCHER), "doctor"], pairs or 40, trees[0])
    world.envctl("stop-all", "--repo", str(repository))
    return [row("doctor, 10 running", measured["product"], measured["floor"], 300)]


def start_and_stop(world, pairs):
    first = world.worktree()  # makes the template, which every pair then finds
    world.envctl("start", "--repo", str(first))
    starts, stops = [], []
    for number in range(pairs or 10):
        tree, by_hand = world.worktree(), floor.Floor(world, first)

        def product():
            return timed(lambda: world.envctl("start", "--repo", str(tree)))

        sides = [product, by_hand.start] if number % 2 else [by_hand.start, product]
        times = {side: side() for side in sides}
        starts.append((times[product], times[by_hand.start]))

        def end():
            return timed(lambda: world.envctl("stop", "--repo", str(tree)))

        sides = [end, by_hand.stop] if number % 2 else [by_hand.stop, end]
        times = {side: side() for side in sides}
        stops.append((times[end], times[by_hand.stop] + SHUTDOWN_ALLOWANCE))
    world.envctl("stop", "--repo", str(first))
    return [
        from_pairs("start, postgres + redis, template present", 1.25, starts),
        from_pairs("stop, against the slowest shutdown + 15 ms", 1.25, stops),
    ]


def timed(action):
    began = time.monotonic()
    action()
    return time.monotonic() - began


def supervisor_memory(world, _):
    tree = world.worktree()
    world.envctl("start", "--repo", str(tree))
    time.sleep(2)  # idle: what a start needed is given back
    pid = world.supervisor(tree)
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    world.envctl("stop", "--repo", str(tree))
    return [row("supervisor, idle, proportional", kilobytes / 1024, None, 8, unit="MiB")]


def sizes(_world, _pairs):
    supervisor = BINARY.parent / "envctl-supervisor"
    return [
        row(f"size of {path.name}", path.stat().st_size / 2**20, None, None, unit="MiB")
        for path in (BINARY, supervisor)
    ]


FIGURES = {
    "version": version,
    "status": status,
    "everywhere": status_everywhere,
    "doctor": doctor,
    "start": start_and_stop,
    "memory": supervisor_memory,
    "size": sizes,
}
