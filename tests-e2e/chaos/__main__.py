"""The chaos run; see docs/reliability.md.

  --rounds N   how many rounds (60)
  --seed S     of the first round; the seeds of the others follow from it (1)
  --jobs J     how many rounds at once (2)

A round that fails prints its seed and leaves its world and a script that plays it again:
bin/chaos --rounds 1 --seed SEED.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from round import Breach, Round
from world import CHECKOUT

LIMIT = 300  # seconds for one round, whatever happens in it


def seed_of(first, number):
    """The first round has the given seed itself, so that each round can be played alone."""
    if number == 0:
        return first
    return int.from_bytes(hashlib.sha256(f"{first}/{number}".encode()).digest()[:4])


def play(seed, cache):
    """One round in this process; 0 where all invariants held."""
    round = Round(seed, cache)
    try:
        round.play()
    except Exception as error:  # whatever it is, the round has failed, and the story tells how
        report(round, error)
        return 1
    round.world.remove()
    return 0


def report(round, error):
    """The story of a failed round; its processes are ended, its files are kept."""
    told = str(error) if isinstance(error, Breach) else traceback.format_exc()
    left = [str(one) for one in round.world.processes()]
    lines = [*round.story, "", told, "", "still there:", *left, "", round.situation.text]
    script = round.world.folder / "replay"
    script.write_text(f"#!/bin/sh\nrm -rf {round.world.folder}\n"
                      f"exec {CHECKOUT}/bin/chaos --rounds 1 --seed {round.seed}\n")
    script.chmod(0o755)
    (round.world.folder / "story").write_text("\n".join(lines))
    print(f"round with seed {round.seed} failed\n" + "\n".join(lines))
    print(f"world: {round.world.folder}; again: {script}\n", flush=True)
    round.world.kill_all()
    if round.world.mounted:
        shutil.copytree(round.world.state, round.world.folder / "state-kept", symlinks=True,
                        ignore=shutil.ignore_patterns("postgres", "*.sock"))
        round.world.unmount()


def apart(seed, cache):
    """One round in a process of its own, which a round that hangs can't outlive."""
    words = [sys.executable, str(pathlib.Path(__file__).parent), "--one", str(seed), "--cache", cache]
    try:
        ended = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT)
        return ended.returncode, ended.stdout + ended.stderr
    except subprocess.TimeoutExpired as error:
        return 1, f"round with seed {seed} took more than {LIMIT} s\n{error.stdout or ''}"


def play_all(options, cache):
    seeds = [seed_of(options.seed, number) for number in range(options.rounds)]
    began, failed = time.monotonic(), []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(apart, seed, cache): seed for seed in seeds}
        for done, future in enumerate(concurrent.futures.as_completed(running), 1):
            code, text = future.result()
            if code:
                failed.append(running[future])
                print(text, flush=True)
            if done % 20 == 0:
                print(f"{done} rounds, {len(failed)} failed", file=sys.stderr, flush=True)
    print(f"{len(seeds)} rounds in {time.monotonic() - began:.0f} s, {len(failed)} failed")
    for seed in failed:
        print(f"replay: bin/chaos --rounds 1 --seed {seed}")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(prog="chaos")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--cache", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        sys.exit(play(options.one, options.cache))
    # One template of postgres for all rounds; a few rounds have a cache of their own.
    with tempfile.TemporaryDirectory(prefix="chaos-cache-", dir="/tmp") as cache:
        os.chmod(cache, 0o711)
        sys.exit(play_all(options, cache))


if __name__ == "__main__":
    main()
