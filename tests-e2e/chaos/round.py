"""One round: a situation, some disturbances, the next command of a user, and what must be true."""

import os
import random
import time

import commands
import disturbances
import invariants
from load import Load
from situation import Situation
from world import World

MEGABYTES = 60  # of the file system that the state is on
SETTLE = 45  # seconds: more than the grace of a server that is stopped


class Breach(Exception):
    """An invariant does not hold."""


class Round:
    def __init__(self, seed, cache):
        self.seed = seed
        self.random = random.Random(seed)
        self.world = World(seed, None if self.random.random() < 0.02 else cache)
        self.situation = Situation(self.random, self.world.folder)
        self.story, self.commands, self.loads = [], [], []
        self.passwords = set()

    def tell(self, text):
        self.story.append(text)

    def play(self):
        try:
            self.build()
            self.open()
            for _ in range(self.random.choice([1, 1, 1, 2, 2, 3])):
                disturbances.choose(self.random, self.fills)(self)
                self.passwords |= set(self.world.passwords())
            self.next_command()
            self.bring_back()
            self.stop()
        finally:
            for load in self.loads:
                load.done.set()

    def build(self):
        # The main path of many users is the one without cgroups.
        if self.random.random() < 0.5:
            self.world.environment["ENVCTL_TEST_NO_CGROUP"] = "1"
            self.tell("without cgroups")
        worktrees = ["side"] if self.random.random() < 0.2 else []
        self.world.build(self.situation.text, worktrees)
        self.choose_disk(worktrees)
        self.outside = invariants.outside(self.world)

    def choose_disk(self, worktrees):
        """Mostly a small file system in memory, since a disk makes a round wait for its flushes;
        only root can mount, and the data of two postgres would not fit."""
        fits = "postgres" not in self.situation.requirements or not worktrees
        on_disk, self.fills = self.random.random() < 0.1, self.random.random() < 0.15
        if fits and not on_disk and os.geteuid() == 0:
            self.world.mount_small(MEGABYTES)
        self.fills = self.fills and self.world.mounted

    def open(self):
        """What there is before anything goes wrong."""
        opening = self.random.choice(["nothing", "running", "running", "running", "stopped"])
        self.tell(f"opening: {opening}, components {self.situation.components}")
        if opening != "nothing":
            for project in self.world.projects:
                self.must(project, "start")
        for project in self.world.projects:
            for name in self.situation.requirements:
                self.loads.append(Load(self.world, project, name))
        if opening == "stopped":
            for project in self.world.projects:
                self.must(project, "stop")
        else:
            disturbances.pause(self)

    def next_command(self):
        """What a user would type now; it succeeds or refuses honestly, and status is true after."""
        verb = self.random.choice(["start", "resume", "restart", "stop", "status"])
        for project in self.world.projects:
            command = self.run(project, verb, "--json")
            self.check_answer(command)
        self.settle()
        self.check(invariants.ports(self.world), invariants.artifacts(self.world))

    def bring_back(self):
        """A start repairs whatever has happened, and nothing that was acknowledged is missing."""
        for project in self.world.projects:
            answer = self.must(project, "start").answer
            for one in answer["projects"][0]["components"]:
                if one["status"] != "ready":
                    raise Breach(f"{one['name']} is {one['status']} after start")
        for load in self.loads:
            load.stop()
            missing = load.missing()
            if missing:
                raise Breach(f"{load.component} of {load.project} lost {len(missing)} acknowledged "
                             f"of {len(load.acknowledged)}: {missing[:10]}")
        self.settle()

    def stop(self):
        for project in self.world.projects:
            self.must(project, "stop")
        self.check(invariants.emptiness(self.world))
        self.passwords |= set(self.world.passwords())
        self.check(
            invariants.ports(self.world), invariants.artifacts(self.world),
            invariants.crashes(self.world),
            invariants.secrets(self.world, self.passwords, self.commands),
            invariants.untouched(self.outside, invariants.outside(self.world)),
        )

    # Commands.

    def run(self, project, *words):
        command = commands.run(self.world, project, *words)
        self.commands.append(command)
        self.tell(str(command))
        return command

    def must(self, project, verb):
        command = self.run(project, verb, "--json")
        self.check_answer(command)
        if command.code != 0:
            raise Breach(f"{command}\n{command.output}\n{command.stderr}")
        return command

    def check_answer(self, command):
        self.check(invariants.answer(command))

    # Invariants.

    def check(self, *breaches):
        found = [text for some in breaches for text in some]
        if found:
            raise Breach("\n".join(found))

    def settle(self):
        """Status and kernel tell the same, at the latest when the supervisor is done."""
        deadline = time.monotonic() + SETTLE
        while True:
            statuses = {project: self.status(project) for project in self.world.projects}
            found = list(invariants.strangers(self.world, statuses))
            if not found:
                return
            if time.monotonic() > deadline:
                raise Breach("\n".join(found))
            time.sleep(0.02)

    def status(self, project):
        command = commands.run(self.world, project, "status", "--json")
        self.check_answer(command)
        if command.code != 0:
            raise Breach(f"{command}\n{command.output}")
        return command.answer["projects"][0]
