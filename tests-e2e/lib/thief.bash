# shellcheck shell=bash
# Programs that stand in front of the real ones: they let a thief take the claimed port between claim
# and bind, or hold the server back.

# thief_begin [COUNT]: one that takes the COUNT ports that it is told of. `$gate` is where.
thief_begin() {
    gate=$(mktemp -d "$world/gate.XXXXXX")
    chmod 777 "$gate" # as root the servers run as other accounts
    mkfifo -m 666 "$gate/wish" "$gate/done"
    "$python" "$fixtures/thief.py" "$gate/wish" "$gate/done" "${1:-1}" 3>&- &
    thief=$!
    echo "${1:-1}" >"$gate/left"
    chmod 666 "$gate/left"
}

thief_end() {
    [[ -n ${thief:-} ]] || return 0
    kill "$thief" 2>/dev/null || true # it may have ended
    wait "$thief" 2>/dev/null || true # by our signal
    thief=
}

# stolen: the ports that were taken, one a line.
stolen() { cat "$gate/stolen" 2>/dev/null; }

# in_front PROGRAM PATTERN: writes a program of that name into a folder of its own, printed, that has
# the thief take the port, the first group of the pattern, where its words fit the pattern; in front
# of compose its environment counts too, where its ports are.
in_front() {
    local folder real
    folder=$(mktemp -d "$world/front.XXXXXX")
    chmod 755 "$folder"
    real=$(real_program "$1")
    # A server is asked for its tools beside it.
    if [[ $1 == postgres ]]; then ln -s "${real%/*}"/* "$folder/" && rm "$folder/postgres"; fi
    cat >"$folder/$1" <<SH
#!/bin/bash
words="\$*" pattern='$2'
if [[ \${0##*/} == docker-compose || \${1:-} == compose ]]; then words+=" \$(env)"; fi
if [[ \$words =~ \$pattern ]] && ((\$(<"$gate/left") > 0)); then
    echo "\$((\$(<"$gate/left") - 1))" >"$gate/left"
    echo "\${BASH_REMATCH[1]}" >"$gate/wish"
    read -r port <"$gate/done"
    echo "\$port" >>"$gate/stolen"
fi
exec "$real" "\$@"
SH
    chmod 755 "$folder/$1"
    : >"$gate/stolen"
    chmod 666 "$gate/stolen"
    printf '%s\n' "$folder"
}

# Of postgres the newest, with its tools beside it.
real_program() {
    if [[ $1 != postgres ]]; then
        command -v "$1"
    else
        find /usr/lib/postgresql -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1
    fi
}
