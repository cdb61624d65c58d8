"""One call of envctl, and what a user could see of it."""

import json
import os
import signal
import subprocess
import threading
import time

from world import CHECKOUT

LIMIT = 60  # seconds; no command of a round has a reason to take longer


class Command:
    """A running or ended envctl, in a session of its own as under a terminal."""

    def __init__(self, world, project, words):
        self.world, self.project, self.words = world, project, list(words)
        self.signalled = None
        self.lines = 0
        self.progress = threading.Condition()
        self.errors = []
        self.started = time.monotonic()
        self.child = subprocess.Popen(
            [CHECKOUT / "bin/envctl", *self.words], cwd=world.projects[project],
            env=world.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, restore_signals=True,
        )
        self.readers = [threading.Thread(target=self.read_errors), threading.Thread(target=self.read)]
        for reader in self.readers:
            reader.start()

    def read(self):
        self.output = self.child.stdout.read().decode(errors="replace")

    def read_errors(self):
        for line in self.child.stderr:
            with self.progress:
                self.errors.append(line.decode(errors="replace"))
                self.lines += 1
                self.progress.notify_all()
        with self.progress:
            self.lines = 1 << 30  # whoever waits for a line that never comes
            self.progress.notify_all()

    def wait_for_lines(self, count):
        with self.progress:
            self.progress.wait_for(lambda: self.lines >= count, timeout=LIMIT)

    def send(self, name):
        """A signal, unless it has ended."""
        if self.child.poll() is None:
            self.signalled = name
            os.kill(self.child.pid, getattr(signal, "SIG" + name))

    def finish(self):
        """Its exit code; 128 + the signal that ended it; None after the limit."""
        try:
            code = self.child.wait(max(0.1, self.started + LIMIT - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            code = None
        for reader in self.readers:
            reader.join(10)
        self.code = 128 - code if code is not None and code < 0 else code
        self.seconds = time.monotonic() - self.started
        return self

    @property
    def answer(self):
        """What it answered with --json; None where that is not one JSON document."""
        try:
            return json.loads(self.output)
        except ValueError:
            return None

    @property
    def stderr(self):
        return "".join(self.errors)

    def __str__(self):
        told = f", after SIG{self.signalled}" if self.signalled else ""
        took = f" in {self.seconds:.1f} s" if hasattr(self, "seconds") else ""
        return f"{self.project}: envctl {' '.join(self.words)} → exit {self.code}{took}{told}"


def run(world, project, *words):
    return Command(world, project, words).finish()
