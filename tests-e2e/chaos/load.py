"""Writes numbers to a server without end, and notes which of them were acknowledged."""

import json
import threading
import time

from clients import Postgres, Redis

KINDS = {"postgres": Postgres, "redis": Redis}


class Load:
    """One thread that writes to one component of one project, also across its ends and returns."""

    def __init__(self, world, project, component):
        self.world, self.project, self.component = world, project, component
        self.acknowledged = []
        self.last = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def connect(self):
        """A connection to the server as the records name it; OSError where there is none."""
        port = self.world.port_of(self.project, self.component)
        secrets = self.world.project_folder(self.project) / "secrets.json"
        try:
            password = json.loads(secrets.read_text())["secrets"][self.component]["password"]
        except (ValueError, KeyError) as error:
            raise OSError("no password yet") from error
        if port is None:
            raise OSError("no port yet")
        return KINDS[self.component](port, password)

    def run(self):
        while not self.done.is_set():
            try:
                self.write_until_lost(self.connect())
            except OSError:  # the server is away: that is what the round is about
                self.done.wait(0.02)

    def write_until_lost(self, connection):
        try:
            while not self.done.is_set():
                # A number is tried once: whether one that was refused is there, nobody has said.
                self.last += 1
                connection.write(self.last)
                self.acknowledged.append(self.last)
                self.done.wait(0.002)
        finally:
            connection.close()

    def stop(self):
        self.done.set()
        self.thread.join(15)

    def missing(self, seconds=10):
        """What was acknowledged and is not there; tries again while the server does not answer."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                connection = self.connect()
                there = connection.numbers()
                connection.close()
                return sorted(set(self.acknowledged) - there)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
