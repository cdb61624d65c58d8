#!/usr/bin/env bats
# The failure classes of postgres and redis as processes of this machine, each provoked: what is done,
# what is recorded and what the user reads. Those of containers are in docker.bats, n8n's in n8n.bats.

load lib/suite
source "$BATS_TEST_DIRNAME/lib/thief.bash"

setup_file() {
    suite_begin
    repository app <<'YAML' >/dev/null
version: 1
requirements:
  postgres: { database: shop }
  redis: {}
YAML
}

setup() { cd "$world/app" || return; }

teardown() {
    thief_end
    stop_everything
}

teardown_file() {
    stop_everything
    suite_end
}

# started_behind FOLDER [WORDS…]: a start that finds the programs of the folder first.
started_behind() { PATH=$1:$PATH envctl start "${@:2}"; }

class_of() {
    jq -r --arg name "$1" '.failures[] | select(.component == $name) | .class' \
        "$(run_folder)/error_report.json"
}

# ports_of COMPONENT: how its main port came about, in the newest run's manifest.
plan_of() {
    jq -c --arg name "$1" '.. | objects | select(.component? == $name and has("retries"))' \
        "$(run_folder)/run_state.json"
}

# in_front_of COMPONENT: a folder whose program of that server lets the thief go first.
in_front_of() {
    case $1 in
        redis) in_front redis-server '--port ([0-9]+)' ;;
        postgres) in_front postgres '^-D .* port=([0-9]+)' ;;
    esac
}

@test "bind conflict: a thief takes the claimed port between claim and bind; the next one is used" {
    local component folder
    for component in redis postgres; do
        thief_begin 1
        folder=$(in_front_of "$component")
        exits 0 started_behind "$folder" "$component"
        assert_equal "$(stolen | wc -l)" 1
        assert_stderr "port $(stolen) was taken"
        assert_different "$(port_of "$component")" "$(stolen)"
        jq -e --argjson stolen "$(stolen)" \
            '.assigned == $stolen and .final != $stolen and .source == "retry" and .retries == 1' \
            <<<"$(plan_of "$component")"
        # The reservation followed, and the database answers there.
        local port
        port=$(port_of "$component")
        reserved_ports | grep -qx "$port"
        envctl stop
        thief_end
        exits 0 started_behind "$folder" "$component"
        assert_equal "$(port_of "$component")" "$port"
        envctl stop
    done
}

@test "bind conflict, six times: the start gives up, and names how often" {
    local component folder
    for component in redis postgres; do
        thief_begin 6
        folder=$(in_front_of "$component")
        exits 1 started_behind "$folder" "$component"
        assert_equal "$(stolen | sort -u | wc -l)" 6
        assert_equal "$(class_of "$component")" bind_conflict
        assert_stderr "6 ports were taken before it could bind them"
        assert_stderr "ss -ltnp"
        assert_equal "$(claims)" ""
        thief_end
    done
}

# slow PROGRAM SECONDS: a folder with a program that comes up later than it could.
slow() {
    local folder real
    folder=$(mktemp -d "$world/front.XXXXXX")
    chmod 755 "$folder"
    real=$(real_program "$1")
    if [[ $1 == postgres ]]; then ln -s "${real%/*}"/* "$folder/" && rm "$folder/postgres"; fi
    printf '#!/bin/sh\ncase $1 in --version | --single) ;; *) sleep %s ;; esac\nexec "%s" "$@"\n' \
        "$2" "$real" >"$folder/$1"
    chmod 755 "$folder/$1"
    printf '%s\n' "$folder"
}

@test "transient: what is not ready yet is waited for, and no longer than its deadline" {
    configure . <<'YAML'
version: 1
requirements:
  postgres: { database: shop, timeout: 1500ms }
  redis: { timeout: 1500ms }
YAML
    local component program
    for program in redis-server postgres; do
        component=${program%-server}
        exits 0 started_behind "$(slow "$program" 0.4)" "$component"
        envctl stop
        exits 1 started_behind "$(slow "$program" 30)" "$component"
        assert_equal "$(class_of "$component")" transient_probe
        assert_stderr "'$component' did not become ready"
        assert_stderr "it was not ready within 1500 ms"
        assert_stderr "envctl logs $component"
        assert_equal "$(claims)" ""
    done
}

@test "hard: what can't run stops the start at once, with its own words" {
    configure . <<'YAML'
version: 1
requirements:
  postgres: { database: shop, settings: { shared_buffers: plenty } }
  redis: { settings: { maxmemory: plenty } }
YAML
    exits 1 envctl start postgres
    assert_equal "$(class_of postgres)" hard
    assert_stderr 'invalid value for parameter "shared_buffers"'
    assert_stderr "envctl logs postgres"
    exits 1 envctl start redis
    assert_equal "$(class_of redis)" hard
    assert_stderr "maxmemory"
    assert_stderr "envctl logs redis"
    assert_equal "$(claims)" ""
}
