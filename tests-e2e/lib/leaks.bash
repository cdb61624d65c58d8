# shellcheck shell=bash
# What a world left behind: processes, listeners, sockets, claims, half-made folders. Prints one
# line for each, nothing where all is clean.

leaks() {
    local processes
    processes=$(leaked_processes)
    [[ -z $processes ]] || printf '%s\n' "$processes"
    leaked_listeners "$(awk '{ print $2 }' <<<"$processes")"
    if [[ -d $ENVCTL_RUNTIME_DIR ]]; then
        find "$ENVCTL_RUNTIME_DIR" -type s -printf 'socket %p\n'
    fi
    claims | sed 's/^/claim /'
    # Temporary files and half-made data folders: each is renamed or removed by who made it.
    find "$ENVCTL_STATE_DIR" \( -name '*.new-*' -o -name '*.tmp' -o -name '.tmp*' \) \
        -printf 'unfinished %p\n' 2>/dev/null
    return 0
}

# A process is of this world when its directory, a word of its command line, its environment or its
# output lies there. The test's own shells bear the world too, and are told by their program: bats.
# What runs beside this in a pipe would be seen as well: take the answer first, then search it.
leaked_processes() {
    "$python" - "$world" <<'PYTHON'
import os, sys

world = os.fsencode(sys.argv[1])


def read(path, how):
    try:
        return how(path)
    except OSError:  # it ended, or is another user's
        return b""


def content(path):
    with open(path, "rb") as file:
        return file.read()


for entry in os.listdir(b"/proc"):
    if not entry.isdigit() or int(entry) == os.getpid():
        continue
    base = b"/proc/" + entry
    words = read(base + b"/cmdline", content).split(b"\0")
    if b"\nState:\tZ" in read(base + b"/status", content):
        continue
    if any(b"/bats-" in word for word in words[:3]):
        continue
    seen = [read(base + b"/cwd", os.readlink), read(base + b"/exe", os.readlink)]
    seen += [read(base + b"/fd/%d" % number, os.readlink) for number in (1, 2)]
    seen += [*words, read(base + b"/environ", content)]
    if any(world in text for text in seen):
        print("process", entry.decode(), os.fsdecode(b" ".join(words)))
PYTHON
}

# leaked_listeners PIDS: what these processes listen on, one pid a line. Who else listens on a port
# that is reserved here is a stranger, and no leak.
leaked_listeners() {
    local pid
    while read -r pid; do
        [[ -z $pid ]] || ss -Hltnp | grep -F "pid=$pid," | sed 's/^/listener /' || true
    done <<<"$1"
}

end_leaked_processes() {
    local pid signal
    # A supervisor that is not frozen first brings back what is killed before it.
    for signal in STOP KILL; do
        while read -r _ pid _; do
            kill "-$signal" "$pid" 2>/dev/null || true
        done < <(leaked_processes)
    done
}
