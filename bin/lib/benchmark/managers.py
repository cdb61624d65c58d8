"""Side by side with what users have today: honcho, supervisord and circus, in an environment of the
bench's own, bring up the same postgres, redis and two services, from the same data."""

import os
import pathlib
import shlex
import signal
import statistics
import subprocess
import sys
import time

from . import floor, replay
from .everyday import STAMPED, proportional
from .figures import row
from .world import LAUNCHER

PACKAGES = ["honcho==2.0.0", "supervisor==4.3.0", "circus==0.19.0"]
NAMES = ["postgres", "redis", "api", "web"]
CONFIGURATION = """\
version: 1
requirements:
  postgres: { database: bench }
  redis: { settings: { hz: 500 } }
services:
  api: { command: "python3 server.py ${port} api", port: 23000, ready: { http: / } }
  web: { command: "python3 server.py ${port} web", port: 23001, ready: { http: / } }
"""


def side_by_side(world, pairs):
    replay.plain_python(world)
    programs = install(world)
    folder = world.make_repository("managed", CONFIGURATION)
    (folder / "server.py").write_text(STAMPED.replace("time.sleep(0.3)\n", ""))
    world.envctl("start", "--repo", str(folder))
    components = [replay.Component(world, folder, name) for name in NAMES]
    world.envctl("stop", "--repo", str(folder))
    sides = [
        Envctl(world, folder, components), Honcho(world, programs, components),
        Supervisord(world, programs, components), Circus(world, programs, components),
    ]
    for number in range(-1, pairs or 3):
        # Each in another order, and the first round for the pages alone.
        for side in sides[number % 4:] + sides[:number % 4]:
            seen = side.measure()
            if number >= 0:
                side.seen.append(seen)
    return [line for other in sides[1:] for line in rows(sides[0], other)]


def rows(own, other):
    names = ("time to ready", "time to empty", "memory")
    units = ("ms", "ms", "MiB")
    return [
        row(
            f"{name}, beside {other.name}",
            statistics.median(seen[place] for seen in own.seen),
            statistics.median(seen[place] for seen in other.seen), None, unit=unit,
            ratios=[mine[place] / theirs[place] for mine, theirs in zip(own.seen, other.seen)],
        )
        for place, (name, unit) in enumerate(zip(names, units))
    ]


def install(world):
    """The folder of their programs."""
    place = world.place / "managers"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin/pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PACKAGES], check=True)
    return place / "bin"


class Manager:
    """One way to run the four; a measure leaves nothing behind."""

    def __init__(self, world, programs, components):
        self.world, self.programs, self.components = world, programs, components
        self.place = world.folder(self.name)
        self.process = None
        self.seen = []
        world.servers.append(self)
        self.configure()

    def end(self):
        """Where a benchmark was cut short."""
        if self.process and self.process.poll() is None:
            pids = descendants(self.process.pid)
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
            for pid in filter(lives, pids):
                os.kill(pid, signal.SIGKILL)
        if self in self.world.servers:
            self.world.servers.remove(self)

    def measure(self):
        """Milliseconds until all four answer, until all processes are gone, and MiB of its own."""
        began = time.monotonic()
        self.start()
        deadline = began + 60
        for component in self.components:
            while not component.answers():
                if time.monotonic() > deadline:
                    sys.exit(f"bench: {self.name}: {component.name} does not answer")
                time.sleep(floor.POLL)
        ready = time.monotonic() - began
        time.sleep(1)
        memory = sum(proportional(pid) for pid in self.own())
        pids = self.own() + [pid for own in self.own() for pid in descendants(own)]
        began = time.monotonic()
        self.stop()
        while any(lives(pid) for pid in pids):
            if time.monotonic() > began + 60:
                sys.exit(f"bench: {self.name} leaves something behind")
            time.sleep(floor.POLL)
        return ready * 1e3, (time.monotonic() - began) * 1e3, memory

    def configure(self):
        pass

    def start(self):
        with open(self.place / "output", "w") as output:
            self.process = subprocess.Popen(
                self.words(), cwd=self.place, env=self.world.environment, stdout=output,
                stderr=output, stdin=subprocess.DEVNULL, start_new_session=True,
            )

    def own(self):
        """Its own processes: honcho has one more for each program."""
        mark = str(self.programs)
        found = [pid for pid in descendants(self.process.pid) if mark in " ".join(words_of(pid))]
        return [self.process.pid, *found]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def script(self, component):
        """A line of sh that becomes the component, with its environment and account."""
        path = self.place / component.name
        variables = [f"{name}={value}" for name, value in component.environment.items()]
        become = []
        if component.account:
            ids = component.account
            become = ["setpriv", f"--reuid={ids['user']}", f"--regid={ids['group']}",
                      "--clear-groups", "--"]
        words = ["exec", *become, "env", "-i", *variables, component.program, *component.words[1:]]
        path.write_text(f"cd {shlex.quote(component.folder)}\n{shlex.join(words)}\n")
        return ["/bin/sh", str(path)]


class Envctl(Manager):
    name = "envctl"

    def __init__(self, world, folder, components):
        self.folder = folder
        super().__init__(world, None, components)
        # Postgres answers in the folder of sockets that the product gives it.
        self.components = [Answer(world, each, folder) for each in components]

    def start(self):
        self.world.envctl("start", "--repo", str(self.folder))

    def own(self):
        return [self.world.supervisor(self.folder)]

    def stop(self):
        subprocess.run(
            [str(LAUNCHER), "stop", "--repo", str(self.folder)], check=True, capture_output=True,
            env=self.world.environment, stdin=subprocess.DEVNULL,
        )


class Answer:
    """A component of the product: postgres is asked by its port."""

    def __init__(self, world, component, folder):
        self.name, self.component = component.name, component

    def answers(self):
        if self.component.sockets:
            # A request for encryption, which any postgres answers with one letter.
            return replay.speaks(self.component.port, bytes([0, 0, 0, 8, 4, 210, 22, 47]))
        return self.component.answers()


class Honcho(Manager):
    name = "honcho"

    def configure(self):
        lines = [f"{each.name}: {shlex.join(self.script(each))}\n" for each in self.components]
        (self.place / "Procfile").write_text("".join(lines))

    def words(self):
        return [str(self.programs / "honcho"), "start"]


class Supervisord(Manager):
    name = "supervisord"

    def configure(self):
        parts = ["[supervisord]\nnodaemon=true\n"]
        if os.getuid() == 0:
            parts.append("user=root\n")
        for each in self.components:
            parts.append(
                f"[program:{each.name}]\ncommand={shlex.join(self.script(each))}\n"
                f"stopsignal={'INT' if each.sockets else 'TERM'}\nstartsecs=0\n"
            )
        (self.place / "supervisord.conf").write_text("".join(parts))

    def words(self):
        return [str(self.programs / "supervisord"), "-c", str(self.place / "supervisord.conf")]


class Circus(Manager):
    name = "circus"

    def configure(self):
        socket = self.place / "circus"
        parts = [
            "[circus]\ncheck_delay = 5\n"
            f"endpoint = ipc://{socket}-control\npubsub_endpoint = ipc://{socket}-events\n"
        ]
        for each in self.components:
            parts.append(
                f"[watcher:{each.name}]\ncmd = {shlex.join(self.script(each))}\n"
                f"stop_signal = {'INT' if each.sockets else 'TERM'}\ncopy_env = True\n"
            )
        (self.place / "circus.ini").write_text("".join(parts))

    def words(self):
        return [str(self.programs / "circusd"), str(self.place / "circus.ini")]


def descendants(pid):
    found = []
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *descendants(child)]
    return found


def words_of(pid):
    try:
        return floor.command_line(pid)
    except (FileNotFoundError, ProcessLookupError):
        return []


def lives(pid):
    """A zombie is gone: it waits only for its parent to take note."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
