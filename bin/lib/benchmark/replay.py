"""Starts by hand what the product started: the same words, environment, folder and account."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from . import floor
from .world import find


class Component:
    """As the product launched it, by its own record; can be started again once that has ended."""

    def __init__(self, world, tree, name):
        seen = world.component(tree, name)
        spec = spec_of(world, tree, name)
        self.name = name
        self.port = seen["ports"][0]["port"] if seen["ports"] else None
        self.words = spec["arguments"]
        self.program = spec["program"]
        self.folder = spec["directory"]
        self.environment = dict(entry.partition("=")[::2] for entry in spec["environment"])
        self.account = {}
        if spec["account"]:
            ids = spec["account"]
            self.account = {
                "user": ids["uid"], "group": ids["gid"], "extra_groups": ids["groups"]
            }
        self.sockets = None
        self.process = None
        self.output = world.place / f"replayed-{name}-{self.port}"
        world.servers.append(self)
        if "postgres" in os.path.basename(self.program):
            self.give_sockets(world)

    def give_sockets(self, world):
        """The product's own folder of sockets goes with its run."""
        self.sockets = world.folder(f"sockets-{self.port}-{time.monotonic_ns()}")
        if self.account:
            shutil.chown(self.sockets, self.account["user"], self.account["group"])
        self.words = [*self.words, "-c", f"unix_socket_directories={self.sockets}"]

    def start(self):
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                self.words, executable=self.program, cwd=self.folder, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                **self.account,
            )
        return self

    def answers(self):
        if self.sockets:
            return floor.postgres_answers(next(iter(self.sockets.glob(".s.PGSQL.*[0-9]")), "/none"))
        if "redis" in os.path.basename(self.program):
            return speaks(self.port, b"PING\r\n")
        return healthy(self.port)

    def wait(self):
        floor.wait(self.answers, self.process)

    def end(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if self.sockets else signal.SIGTERM)
            self.process.wait()


def spec_of(world, tree, name):
    """What the run's launch.json has; /proc tells no words of who writes a title over them."""
    run = find(world.status(tree), lambda item: "backend_mode" in item)["id"]
    path = next((world.place / "state" / "scopes").glob(f"*/runs/{run}/launch.json"))
    return find(
        json.loads(path.read_text()), lambda item: item.get("component") == name and "program" in item
    )


def speaks(port, words):
    """Whatever it answers: it is up (redis with a password says that it wants one)."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(words)
            return bool(connection.recv(64))
    except OSError:
        return False


def healthy(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def plain_python(world):
    """The interpreter itself first in PATH: a shim in front of it would cost each side another time."""
    folder = os.path.dirname(os.path.realpath(sys.executable))
    world.environment["PATH"] = folder + ":" + world.environment.get("PATH", os.defpath)
