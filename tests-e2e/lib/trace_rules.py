"""trace_rules.py FILE: a trace against the rules of the Trace Event Format, in its form of a list.

Says each rule that is broken and exits with 1. `--self-test` shows that broken ones are seen.
"""

import json
import sys

METADATA = {
    "process_name", "process_labels", "process_sort_index", "thread_name", "thread_sort_index",
}


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def of_one(event):
    """What is wrong with one event by itself."""
    phase = event.get("ph")
    if not isinstance(event.get("name"), str) or not event["name"]:
        yield "no name"
    if phase not in ("B", "E", "X", "i", "b", "e", "M"):
        yield f"unknown phase {phase}"
    for key in ("pid", "tid"):
        if not isinstance(event.get(key), int):
            yield f"{key} is no number"
    if phase == "M":
        if event.get("name") not in METADATA or "name" not in event.get("args", {}):
            yield "metadata of an unknown name, or without a value"
        return
    if not is_number(event.get("ts")) or event["ts"] < 0:
        yield "ts is no number"
    if not isinstance(event.get("cat"), str):
        yield "no category"
    if phase == "X" and not (is_number(event.get("dur")) and event["dur"] >= 0):
        yield "X without dur"
    if phase == "i" and event.get("s") not in ("g", "p", "t"):
        yield "an instant without its scope"
    if phase in "be" and not event.get("id"):
        yield "asynchronous work without an id"


def broken(events):
    """Every broken rule, with the place of its event."""
    last, stacks, running, named = {}, {}, {}, set()
    for index, event in enumerate(events):
        wrong = list(of_one(event))
        yield from (f"{index}: {words}: {event}" for words in wrong)
        if wrong:
            continue
        if event["ph"] == "M":
            named.add(event["pid"])
            continue
        track = (event["pid"], event["tid"])
        if event["ts"] < last.get(track, 0):
            yield f"{index}: time goes back: {event}"
        last[track] = event["ts"]
        if event["ph"] == "B":
            stacks.setdefault(track, []).append(event["name"])
        if event["ph"] == "E":
            stack = stacks.get(track, [])
            if not stack or stack.pop() != event["name"]:
                yield f"{index}: an end that ends nothing: {event}"
        key = (event.get("cat"), event.get("id"))
        if event["ph"] == "b":
            running[key] = running.get(key, 0) + 1
        if event["ph"] == "e":
            running[key] = running.get(key, 0) - 1
            if running[key] < 0:
                yield f"{index}: asynchronous work ends that never began: {event}"
    yield from (f"never ended: {track} {name}" for track, stack in stacks.items() for name in stack)
    yield from (f"never ended: {key}" for key, count in running.items() if count > 0)
    yield from (f"process {pid} has no name" for pid in {pid for pid, _ in last} - named)


def self_test():
    name = {"name": "process_name", "ph": "M", "pid": 1, "tid": 0, "args": {"name": "x"}}

    def work(phase, time, **others):
        return {"name": "w", "cat": "c", "ph": phase, "ts": time, "pid": 1, "tid": 2, **others}

    good = [name, work("B", 1), work("i", 2, s="t"), work("E", 3), work("X", 4, dur=1)]
    assert not list(broken(good)), list(broken(good))
    bad = [
        [name, work("B", 1)], [name, work("E", 1)], [name, work("X", 1)], [work("X", 1, dur=1)],
        [name, work("X", 2, dur=1), work("X", 1, dur=1)], [name, work("i", 1)],
        [name, work("B", 1), work("E", 2, name="v")], [name, work("X", 1, dur=1, pid="1")],
        [name, work("b", 1)], [name, work("b", 1, id="s")], [name, work("e", 1, id="s")],
        [{**name, "name": "nonsense"}], [name, work("Q", 1)], [name, work("X", "1", dur=1)],
    ]
    for events in bad:
        assert list(broken(events)), events


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    else:
        with open(sys.argv[1], encoding="utf-8") as file:
            wrong = list(broken(json.load(file)))
        print("\n".join(wrong))
        sys.exit(1 if wrong else 0)
