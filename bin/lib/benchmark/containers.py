"""The figure of a database in a container, on a private engine."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time

from . import floor
from .figures import from_pairs, timed
from .world import CHECKOUT, pid_of

CONFIGURATION = """\
version: 1
requirements:
  postgres: { backend: docker, version: 15, database: bench }
"""

# The tests' own engine and images, in a world that is the benchmark's.
ENGINE = """
bats_require_minimum_version() { :; }
BATS_TEST_DIRNAME=$PWD/tests-e2e
source tests-e2e/lib/suite.bash
source tests-e2e/lib/docker.bash
docker_begin postgres
printf '%s' "$docker_missing" >"$world/missing"
docker images --format '{{.Repository}}:{{.Tag}}' >"$world/images"
"""


class Engine:
    def __init__(self, world):
        self.place = world.folder("engine")
        subprocess.run(
            ["bash", "-euc", ENGINE], cwd=CHECKOUT, env={**world.environment, "world": str(self.place)},
            stdin=subprocess.DEVNULL, check=True,
        )
        missing = (self.place / "missing").read_text()
        if missing:
            sys.exit(f"bench: no engine: {missing}")
        image = (self.place / "images").read_text().split()[0]
        self.major = image.rpartition(":")[2]
        world.environment["DOCKER_HOST"] = f"unix://{self.place}/docker/sock"
        self.pid = int((self.place / "docker" / "pid").read_text())

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        while os.path.exists(f"/proc/{self.pid}"):
            time.sleep(0.05)


def container(world, pairs):
    """From `docker run` until the port answers, the image being there; both make a new cluster."""
    if os.getuid() != 0:
        print("bench: a private engine needs root", file=sys.stderr)
        return []
    engine = Engine(world)
    try:
        text = CONFIGURATION.replace("version: 15", f"version: {engine.major}")
        folder = world.make_repository("containers", text)
        first = world.worktree(folder)
        world.envctl("start", "--repo", str(first))
        client = pid_of(world.component(first, "postgres"))
        model = floor.command_line(client)
        environment = dict(
            line.split("=", 1)
            for line in open(f"/proc/{client}/environ").read().split("\0") if "=" in line
        )
        measured = [
            pair(world, folder, model, environment, number) for number in range(pairs or 5)
        ]
        world.envctl("stop", "--repo", str(first))
    finally:
        world.envctl("stop-all", "--everywhere", check=False)
        engine.end()
        world.environment.pop("DOCKER_HOST", None)
    return [from_pairs("start, postgres in a container, image present", 1.2, measured)]


def pair(world, folder, model, environment, number):
    tree = world.worktree(folder)

    def product():
        return timed(lambda: world.envctl("start", "--repo", str(tree)))

    def by_hand():
        return timed_run(model, environment, f"floor-{number}")

    sides = [product, by_hand] if number % 2 else [by_hand, product]
    times = {side: side() for side in sides}
    world.envctl("stop", "--repo", str(tree))
    subprocess.run(
        ["docker", "rm", "--force", "--volumes", f"floor-{number}"], env=environment, check=True,
        capture_output=True,
    )
    subprocess.run(
        ["docker", "volume", "rm", f"floor-{number}"], env=environment, check=True,
        capture_output=True,
    )
    return times[product], times[by_hand]


def timed_run(model, environment, name):
    """The product's own words, with another name, volume and port, and no labels."""
    port = floor.free_port()
    words = list(model)
    for index, word in enumerate(words):
        if word == "--name":
            words[index + 1] = name
        elif word == "--publish":
            words[index + 1] = f"127.0.0.1:{port}:{words[index + 1].rpartition(':')[2]}"
        elif word == "--volume":
            words[index + 1] = f"{name}:{words[index + 1].rpartition(':')[2]}"
        elif word == "--label":
            words[index + 1] = "bench=floor"
    began = time.monotonic()
    client = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not answers(port):
        if client.poll() is not None:
            sys.exit(f"bench: docker ended with {client.returncode}")
        time.sleep(floor.POLL)
    return time.monotonic() - began


def answers(port):
    """A start-up packet that is answered by the question for a password."""
    parameters = b"user\0app\0database\0bench\0\0"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(struct.pack("!II", 8 + len(parameters), 196608) + parameters)
            return connection.recv(1) == b"R"
    except OSError:
        return False
