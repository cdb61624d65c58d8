"""The figures of everyday life: a start again, readiness, ten at once, fifty that idle."""

import json
import pathlib
import shutil
import statistics
import threading
import time

from . import floor, replay
from .figures import FIFTY, from_pairs, row, timed
from .world import CHECKOUT, find

TEN = 10


def again(world, pairs):
    """The storefront after a stop, beside its slowest chain by hand: postgres, api, web."""
    replay.plain_python(world)
    tree = storefront(world)
    world.envctl("start", "--repo", str(tree))
    names = ["postgres", "redis", "api", "web"]
    by_hand = {name: replay.Component(world, tree, name) for name in names}
    world.envctl("stop", "--repo", str(tree))

    def product():
        seconds = timed(lambda: world.envctl("start", "--repo", str(tree)))
        world.envctl("stop", "--repo", str(tree))
        return seconds

    def chain():
        seconds = timed(lambda: start_chain(by_hand))
        for name in reversed(names):
            by_hand[name].end()
        return seconds

    product(), chain()
    measured = []
    for number in range(pairs or 10):
        sides = [product, chain] if number % 2 else [chain, product]
        times = {side: side() for side in sides}
        measured.append((times[product], times[chain]))
    return [from_pairs("start of the storefront again, after a stop", 1.25, measured)]


def start_chain(components):
    """Redis beside it, as nobody's slowest need."""
    components["redis"].start()
    for name in ("postgres", "api", "web"):
        components[name].start().wait()


def storefront(world):
    folder = world.place / "storefront"
    if folder.exists():
        return folder
    ignored = shutil.ignore_patterns(".venv", "__pycache__")
    shutil.copytree(CHECKOUT / "docs/examples/storefront", folder, ignore=ignored)
    world.git("init", "--quiet", at=folder)
    return folder


# Says when it listens, by the clock that events have beside their times, and then serves.
STAMPED = """\
import http.server, socketserver, sys, time
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
time.sleep(0.3)
server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
stamp = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
open(sys.argv[2], "w").write(str(stamp))
server.serve_forever()
"""


def readiness(world, pairs):
    """From the service's own stamp after its listen to the event that says ready."""
    replay.plain_python(world)
    return [
        noticed(world, "tcp", "{ tcp: true }", pairs), noticed(world, "http", "{ http: / }", pairs)
    ]


def noticed(world, kind, probe, pairs):
    folder = world.make_repository(f"ready-{kind}", (
        "version: 1\nservices:\n  api:\n"
        f"    command: python3 server.py ${{port}} stamp\n    port: 22000\n    ready: {probe}\n"
    ))
    (folder / "server.py").write_text(STAMPED)
    late = []
    for _ in range(pairs or 20):
        world.envctl("start", "--repo", str(folder))
        events = world.envctl("events", "--json", "--repo", str(folder)).splitlines()
        ready = next(
            event for event in map(json.loads, events)
            if event["event"] == "component.ready" and "incarnation" in event["data"]
        )
        late.append((ready["mono"] - int((folder / "stamp").read_text())) / 1e3)
        world.envctl("stop", "--repo", str(folder))
    name = f"readiness noticed after listen, {kind} ({max(late):.1f} ms at worst)"
    return row(name, statistics.median(late), None, 10)


def ten(world, pairs):
    """Ten new projects with postgres and redis, all at once, beside the same twenty servers."""
    first = world.worktree()
    world.envctl("start", "--repo", str(first))
    measured = []
    for number in range(pairs or 3):
        sides = [ours, hands] if number % 2 else [hands, ours]
        times = {side: side(world, first) for side in sides}
        measured.append((times[ours], times[hands]))
    world.envctl("stop", "--repo", str(first))
    return [from_pairs(f"{TEN} projects started at once", 1.25, measured)]


def ours(world, _):
    trees = [world.worktree() for _ in range(TEN)]
    names = [word for tree in trees for word in ("--project", tree.name)]
    repository = ["--repo", str(world.repository)]
    seconds = timed(lambda: world.envctl("start", *names, *repository))
    world.envctl("stop", *names, *repository)
    return seconds


def hands(world, first):
    floors = [floor.Floor(world, first) for _ in range(TEN)]
    threads = [threading.Thread(target=each.start) for each in floors]

    def all_at_once():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seconds = timed(all_at_once)
    for each in floors:
        each.end()
    return seconds


def fifty(world, _):
    """The proportional memory of fifty supervisors that idle, each."""
    repository = world.small_repository()
    trees = [world.worktree(repository) for _ in range(FIFTY)]
    for tree in trees:
        world.envctl("start", "--repo", str(tree))
    time.sleep(2)
    listing = json.loads(world.envctl("status", "--everywhere", "--json"))["projects"]
    pids = [project["supervisor"]["pid"] for project in listing if project["supervisor"]["pid"]]
    total = sum(proportional(pid) for pid in pids)
    world.envctl("stop-all", "--repo", str(repository))
    name = f"supervisor, {len(pids)} idle, proportional, each"
    return [row(name, total / len(pids), None, 1, unit="MiB")]


def proportional(pid):
    """MiB: what it shares with others counts by its part."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


SILENT = "version: 1\nservices:\n  a: { command: sleep 100000 }\n  b: { command: sleep 100000 }\n"


def wakeups(world, pairs):
    """How often a supervisor is woken in thirty seconds in which its services are silent."""
    folder = world.make_repository("silent", SILENT)
    world.envctl("start", "--repo", str(folder))
    project = find(json.loads(world.envctl("status", "--json", "--repo", str(folder))),
                   lambda item: isinstance(item.get("supervisor"), dict))
    pid = project["supervisor"]["pid"]
    time.sleep(2)  # what the status had asked of it is over
    seen = []
    for _ in range(pairs or 1):
        before = switches(pid)
        time.sleep(30)
        seen.append(switches(pid) - before)
    world.envctl("stop", "--repo", str(folder))
    return [row("supervisor, woken in 30 s without news", max(seen), None, 1, unit="times")]


def switches(pid):
    text = pathlib.Path(f"/proc/{pid}/status").read_text()
    return sum(
        int(line.split()[1]) for line in text.splitlines() if line.startswith("voluntary_ctxt")
    )
