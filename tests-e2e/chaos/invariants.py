"""What has to be true whatever has happened. Each check yields one sentence for each breach."""

import hashlib
import json
import pathlib
import sys

from world import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "tests-e2e/lib"))
import validate  # noqa: E402 the validator of the other tests

SCHEMAS = validate.registry(CHECKOUT / "contracts")
CODES = {
    one["code"] for one in json.loads((CHECKOUT / "contracts/failures.json").read_text())["failures"]
}


def tree(folder):
    """Path → what is there, for every entry below; times of files count, too."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_symlink():
            found[path] = f"link to {path.readlink()}"
        elif path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[path] = f"{digest} {path.stat().st_mtime_ns} {path.stat().st_mode:o}"
        else:
            found[path] = f"{path.stat().st_mode:o}"
    return found


def outside(world):
    """Everything of the world that is not envctl's own."""
    return {**tree(world.guard), **tree(world.home), **tree(world.shop)} | {
        key: value for folder in world.projects.values() for key, value in tree(folder).items()
    }


def untouched(before, after):
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield f"outside of envctl's folders: {path}: {before.get(path)} → {after.get(path)}"


def artifacts(world):
    """Every document against the schema that it names; a torn line or file is no document."""
    files = [world.state / "ports.json", *world.state.glob("scopes/*/*.json*")]
    files += world.state.glob("scopes/*/runs/*/*.json*")
    files += world.state.glob("scopes/*/projects/*/*.json*")
    for path in files:
        if path.suffix not in (".json", ".jsonl") or path.is_symlink() or not path.exists():
            continue
        try:
            documents = validate.documents(path)
        except (ValueError, OSError) as error:
            yield f"{path}: not JSON: {error}"
            continue
        for document in documents:
            yield from (f"{path}: {text}" for text in complaints(document))


def complaints(document):
    name = document.get("schema", "") if isinstance(document, dict) else ""
    if name in ("envctl.secrets/1",):  # private to envctl; it has no contract
        return []
    return validate.complaints(document, SCHEMAS, None)


def answer(command):
    """A command that was left alone ends with 0 or an honest refusal, and answers by its schema."""
    if command.code is None:
        yield f"{command}: hangs"
    if command.signalled:
        return
    if command.code not in (0, 1):
        yield f"{command}: ended by itself\n{command.stderr}"
    if "--json" not in command.words:
        return
    if command.answer is None:
        yield f"{command}: no JSON on stdout: {command.output!r}\n{command.stderr}"
        return
    yield from (f"{command}: {text}" for text in complaints(command.answer))
    for code in codes(command.answer):
        if code not in CODES and not code.startswith("system."):
            yield f"{command}: the code {code} is in no list"


def codes(value):
    """The failure codes anywhere in an answer."""
    if isinstance(value, dict):
        error = value.get("error")
        if isinstance(error, dict) and isinstance(error.get("code"), str):
            yield error["code"]
        for one in value.values():
            yield from codes(one)
    elif isinstance(value, list):
        for one in value:
            yield from codes(one)


def ports(world):
    numbers = [one["port"] for one in world.reservations()]
    for number in sorted({one for one in numbers if numbers.count(one) > 1}):
        yield f"port {number} is claimed twice in ports.json"


def secrets(world, passwords, commands):
    """No generated password in an event, nor in what a command printed."""
    events = {path: path.read_text(errors="replace") for path in world.state.rglob("events.jsonl")}
    for password in passwords:
        for path, text in events.items():
            if password in text:
                yield f"a password is in {path}"
        for command in commands:
            if password in command.output + command.stderr:
                yield f"a password was printed by {command}"


def crashes(world):
    for path in world.state.glob("scopes/*/runs/*/supervisor.log"):
        text = path.read_text(errors="replace")
        if "Fatal error" in text or "Crash" in text:
            yield f"{path}: {text}"


def explained(world, project, status):
    """The pids that `status` tells of, with all that bears the mark of what it tells."""
    # The pid of a lost one is told as what was.
    running = status["supervisor"]["state"] == "running"
    told = {status["supervisor"]["pid"] if running else None}
    marks = set()
    record = world.launch_record(project) or {"components": []}
    alive = {one["name"] for one in status["components"] if one["pid"] is not None}
    # Remains without a supervisor wait for the next command, and status says so.
    left = status["supervisor"]["state"] == "lost" or status["interrupted_start"]
    for one in record["components"]:
        for incarnation in (one.get("current"), one.get("planned")):
            if incarnation and (one["component"] in alive or left):
                marks.add(incarnation["mark"])
    if left:
        marks |= step_marks(world, project)
    return told | {one["pid"] for one in status["components"]}, marks


def step_marks(world, project):
    try:
        text = (world.project_folder(project) / "current/steps.json").read_text()
        return set(marks_in(json.loads(text)))
    except (OSError, ValueError):
        return set()


def marks_in(value):
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "mark":
                yield f"{one:x}"
            else:
                yield from marks_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from marks_in(one)


def strangers(world, statuses):
    """Processes of the world that no status tells of, and pids in a status that don't live."""
    found = world.processes()
    pids, marks = set(), set()
    for project, status in statuses.items():
        if status["status"] in ("starting", "stopping"):
            yield f"{project} is {status['status']} without end"
        more, bear = explained(world, project, status)
        pids, marks = pids | more, marks | bear
    for one in found:
        if one.pid not in pids and one.mark not in marks:
            yield f"no status tells of {one}"
    for pid in pids - {None} - {one.pid for one in found}:
        yield f"status tells of pid {pid}, which does not live"


def emptiness(world):
    """After a stop: no process, no socket, no claim, nothing half-made."""
    yield from (f"alive after stop: {one}" for one in world.processes())
    for one in world.reservations():
        if one["claim"]:
            yield f"claimed after stop: {one}"
    for path in world.runtime.rglob("*"):
        if path.is_socket():
            yield f"a socket after stop: {path}"
