#!/usr/bin/env bats
# The chaos run in its short form; docs/reliability.md tells what a round is.

load lib/suite

setup_file() { suite_begin; }
teardown_file() { suite_end; }

# rounds FIRST: twenty of them, two at a time. What failed tells its story, its seed and how to
# play it again; its world is kept.
rounds() {
    "$checkout/bin/chaos" --rounds 20 --seed "$1" --jobs 2 3>&-
}

@test "sixty random rounds of chaos, the first twenty" { rounds 1; }
@test "the second twenty" { rounds 2; }
@test "the third twenty" { rounds 3; }
