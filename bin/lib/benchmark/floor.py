"""The floor of a start and a stop: the same servers, copied, started and ended by hand."""

import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from .world import REDIS_HZ, pid_of

POLL = 0.001


class Database:
    """Postgres from a copy of the template, with the very arguments that the product used."""

    def __init__(self, world, tree):
        self.world = world
        self.postgres = None
        pid = pid_of(world.component(tree, "postgres"))
        self.model = command_line(pid)
        self.program = os.readlink(f"/proc/{pid}/exe")
        self.port = free_port()
        self.template = world.template()
        self.place = world.folder(f"floor-{self.port}")
        world.servers.append(self)
        if world.account():
            shutil.chown(self.place, world.account()["user"], world.account()["group"])

    def start_postgres(self):
        self.copy()
        self.launch()
        # The same syncs as the product's, by the same program, while postgres starts.
        sync = subprocess.Popen(self.sync_words(), **self.quiet())
        self.wait_for_answer()
        if sync.wait() != 0:
            sys.exit("bench: the copy could not be synced")

    def prepare(self):
        """The copy, flushed: what a spare is."""
        self.copy()
        subprocess.run(self.sync_words(), check=True, **self.quiet())

    def start_prepared(self):
        self.launch()
        self.wait_for_answer()

    def copy(self):
        copy = ["cp", "--archive", "--reflink=auto", str(self.template), str(self.place / "data")]
        subprocess.run(copy, check=True, **self.world.account())

    def sync_words(self):
        tool = os.path.join(os.path.dirname(self.program), "initdb")
        return [tool, "--sync-only", "-D", self.place / "data"]

    def quiet(self):
        nothing = subprocess.DEVNULL
        return {"stdin": nothing, "stdout": nothing, "stderr": nothing, **self.world.account()}

    def launch(self):
        data = self.place / "data"
        with open(self.place / "log", "w") as log:
            self.postgres = subprocess.Popen(
                self.postgres_words(data), executable=self.program, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, cwd=data,
                **self.world.account(),
            )

    def wait_for_answer(self):
        wait(lambda: postgres_answers(self.place / f".s.PGSQL.{self.port}"), self.postgres)

    def postgres_words(self, data):
        """The product's own arguments, but for the data, the port and the socket folder."""
        words = []
        skip = False
        for word in self.model[1:]:
            # Where they were given they are given again below; the last one wins.
            if skip:
                skip = False
            elif word in ("-D", "-p", "-k"):
                skip = True
            elif not word.startswith(("-D", "-p", "-k", "--port", "--data")):
                words.append(word)
        last = ["-D", str(data), "-p", str(self.port), "-k", str(self.place)]
        return [self.program, *words, *last, "-c", f"unix_socket_directories={self.place}"]

    def processes(self):
        return [self.postgres]

    def end(self):
        """Without a measure; also where a benchmark was cut short."""
        for process in self.processes():
            if process and process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait()
        if self in self.world.servers:
            self.world.servers.remove(self)


class Floor(Database):
    """The database, and redis beside it."""

    def __init__(self, world, tree):
        super().__init__(world, tree)
        self.redis = None
        self.redis_program = os.readlink(f"/proc/{pid_of(world.component(tree, 'redis'))}/exe")
        self.redis_port = free_port()

    def processes(self):
        return [self.postgres, self.redis]

    def start(self):
        """Seconds until both answer and the copy is on the disk."""
        began = time.monotonic()
        redis = threading.Thread(target=self.start_redis)
        redis.start()
        self.start_postgres()
        redis.join()
        return time.monotonic() - began

    def start_redis(self):
        folder = self.place / "redis"
        os.makedirs(folder)
        with open(folder / "log", "w") as log:
            self.redis = subprocess.Popen(
                [self.redis_program, "--port", str(self.redis_port), "--bind", "127.0.0.1"]
                + ["--dir", str(folder), "--daemonize", "no", "--hz", REDIS_HZ]
                # As the product's: the same persistence.
                + ["--appendonly", "yes", "--save", ""],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        wait(lambda: redis_answers(self.redis_port), self.redis)

    def stop(self):
        """Seconds that the slowest of the two takes for its own shutdown, both at once."""
        began = time.monotonic()
        self.postgres.send_signal(signal.SIGINT)
        self.redis.send_signal(signal.SIGTERM)
        self.postgres.wait()
        self.redis.wait()
        self.world.servers.remove(self)
        return time.monotonic() - began


def command_line(pid):
    text = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    return [os.fsdecode(word) for word in text.rstrip(b"\0").split(b"\0")]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait(answers, process):
    while not answers():
        if process.poll() is not None:
            sys.exit(f"bench: {process.args[0]} ended with {process.returncode}")
        time.sleep(POLL)


def postgres_answers(path):
    """A start-up packet that is answered by an authentication request."""
    words = b"user\0bench\0database\0postgres\0\0"
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(struct.pack("!II", 8 + len(words), 196608) + words)
            # E with a role that does not exist is an answer, too: the server is up.
            answer = connection.recv(256)
            return answer[:1] == b"R" or b"C28" in answer
    except OSError:
        return False


def redis_answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
    except OSError:
        return False
