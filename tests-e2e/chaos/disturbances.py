"""What can go wrong in a round. Each takes the round, does its worst, and tells it in the story."""

import os
import shutil
import time
import uuid

from commands import Command

SIGNALS = ["KILL", "KILL", "KILL", "TERM", "INT", "QUIT", "ABRT", "SEGV", "HUP"]


def words_of(round):
    """A command that changes something, as a user would type it."""
    random = round.random
    verb = random.choice(["start", "start", "start", "stop", "restart", "resume"])
    some = random.sample(round.situation.components, 1) if random.random() < 0.3 else []
    return [verb, *some]


def pause(round, longest=0.4):
    time.sleep(round.random.random() * longest)


def kill_component(round):
    """One process of the environment, be it the first of a component or a child."""
    found = [one for one in round.world.processes() if "envctl" not in one.words.split(" ")[0]]
    if not found:
        return round.tell("no process to kill")
    victim, name = round.random.choice(found), round.random.choice(SIGNALS)
    round.tell(f"SIG{name} to {victim}")
    round.world.kill(victim.pid, name)
    pause(round, 0.1)


def kill_supervisor(round):
    supervisors = [one for one in round.world.processes() if "envctl-supervisor" in one.words]
    name = round.random.choice(["KILL", "KILL", "KILL", "TERM", "HUP", "INT"])
    for one in supervisors:
        round.tell(f"SIG{name} to the supervisor {one.pid}")
        round.world.kill(one.pid, name)


def kill_both(round):
    """The supervisor and, at once, a random part of what it watched."""
    found = round.world.processes()
    chosen = [one for one in found if round.random.random() < 0.5 or "supervisor" in one.words]
    round.tell(f"SIGKILL to {[one.pid for one in chosen]} of {[one.pid for one in found]}")
    for one in chosen:
        round.world.kill(one.pid)


def begin(round):
    project = round.random.choice(list(round.world.projects))
    command = Command(round.world, project, words_of(round))
    round.commands.append(command)
    if round.random.random() < 0.6:
        lines = round.random.randint(0, 8)
        command.wait_for_lines(lines)
        when = f"after {lines} lines"
    else:
        delay = round.random.random() * 0.4
        time.sleep(delay)
        when = f"after {delay * 1000:.0f} ms"
    return command, when


def end(round, command):
    command.finish()
    round.tell(str(command))


def interrupted_command(round):
    """A command that is killed at some line of its progress."""
    command, when = begin(round)
    name = round.random.choice(["KILL", "KILL", "INT", "TERM"])
    command.send(name)
    end(round, command)
    round.tell(f"  SIG{name} {when}")


def command_without_supervisor(round):
    """The supervisor is killed while a command is at work."""
    command, when = begin(round)
    round.tell(f"{when} of {command.words}:")
    kill_supervisor(round)
    end(round, command)


def command_and_supervisor(round):
    """Both are killed, in either order, as close as can be."""
    command, when = begin(round)
    round.tell(f"{when} of {command.words}: SIGKILL to it and")
    if round.random.random() < 0.5:
        command.send("KILL")
        kill_supervisor(round)
    else:
        kill_supervisor(round)
        command.send("KILL")
    end(round, command)


def component_during_command(round):
    command, when = begin(round)
    round.tell(f"{when} of {command.words}:")
    kill_component(round)
    end(round, command)


def two_commands(round):
    """At once, in one project or in two; both are left alone."""
    running = []
    for _ in range(round.random.choice([2, 2, 3])):
        project = round.random.choice(list(round.world.projects))
        running.append(Command(round.world, project, [*words_of(round), "--json"]))
        pause(round, 0.1)
    round.commands += running
    round.tell("at once:")
    for command in running:
        end(round, command)
        round.check_answer(command)


def runtime_removed(round):
    round.tell("the runtime folder is removed")
    shutil.rmtree(round.world.runtime, ignore_errors=True)


def reboot(round):
    """Everything ends at once, and what was in memory is gone."""
    round.tell("the machine reboots")
    round.world.kill_all()
    shutil.rmtree(round.world.runtime, ignore_errors=True)
    identity = uuid.UUID(int=round.random.getrandbits(128))
    round.world.environment["ENVCTL_TEST_BOOT_ID"] = str(identity)


def clock_stepped(round):
    """The wall clock jumps, for all that begins from now on."""
    offset = round.random.choice([-1, 1]) * round.random.choice([5, 3600, 86400, 40 * 86400])
    round.tell(f"the clock is stepped to {offset} s beside the truth")
    round.world.environment["ENVCTL_TEST_CLOCK_OFFSET"] = str(offset)
    if round.random.random() < 0.5:
        kill_supervisor(round)


def disk_full(round):
    """The state's file system gets full while something runs or a command works."""
    world = round.world
    room = os.statvfs(world.state)
    left = round.random.choice([0, 0, 4096, 65536, 1 << 20])
    ballast = world.state / "ballast"
    size = max(0, room.f_bavail * room.f_frsize - left)
    round.tell(f"the disk is filled up to {left} bytes")
    try:
        with open(ballast, "wb") as file:
            for _ in range(size // 65536 + 1):
                file.write(bytes(65536))
    except OSError:  # full, as it is meant to be
        pass
    project = round.random.choice(list(world.projects))
    command = Command(world, project, [*words_of(round), "--json"])
    round.commands.append(command)
    end(round, command)
    round.check_answer(command)
    ballast.unlink()
    round.tell("the disk has room again")


ALL = [
    (kill_component, 4), (kill_supervisor, 4), (kill_both, 3), (interrupted_command, 6),
    (command_without_supervisor, 5), (command_and_supervisor, 5), (component_during_command, 4),
    (two_commands, 5), (runtime_removed, 2), (reboot, 2), (clock_stepped, 2),
]


def choose(random, fills):
    """One of them; where the disk can be filled, mostly that."""
    kinds = [*ALL, (disk_full, 40)] if fills else ALL
    return random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
