# shellcheck shell=bash
# A Docker engine of a test file's own: its folders, its socket, its images; ended by its pid. No
# registry is asked for anything: the images are made from the programs of this machine, under the
# official images' names, with a short entrypoint that keeps the official one's contract.

# In setup_file, after suite_begin: starts the engine and makes the images NAME… (redis, postgres).
# Where it can't be had, `docker_missing` is why, and `require_docker` skips with it.
docker_begin() {
    export docker_missing=""
    local engine=$world/docker
    if [[ $(id -u) != 0 ]]; then docker_missing="a private engine needs root"; fi
    if ! command -v dockerd >/dev/null; then docker_missing="dockerd is not installed"; fi
    [[ -z $docker_missing ]] || return 0
    mkdir -p "$engine"
    export DOCKER_HOST=unix://$engine/sock docker_engine=$engine
    if ! engine_start ""; then
        docker_missing="the engine did not start: $(tail -n 1 "$engine/log")"
        return 0
    fi
    local image
    for image in "$@"; do "image_$image"; done
}

# engine_start [HOST]: at its socket, and at another address where one is given.
engine_start() {
    local engine=$docker_engine
    dockerd --data-root "$engine/data" --exec-root "$engine/exec" --host "unix://$engine/sock" \
        ${1:+--host "$1"} --pidfile "$engine/pid" --iptables=false --ip6tables=false \
        --storage-driver "$(driver)" >>"$engine/log" 2>&1 </dev/null 3>&- &
    wait_for 30 docker version
}

# Politely, as the system does it: the containers end, too.
engine_stop() {
    local pid
    pid=$(<"$docker_engine/pid")
    kill "$pid"
    wait_for 30 gone "$pid"
}

# overlay2 where the data root allows it; some test machines are containers themselves.
driver() {
    if grep -qw overlay /proc/filesystems; then echo overlay2; else echo vfs; fi
}

require_docker() {
    if [[ -n $docker_missing ]]; then skip "$docker_missing"; fi
}

# In teardown_file, before suite_end.
docker_end() {
    [[ -n ${docker_engine:-} && -f $docker_engine/pid ]] || return 0
    local left
    left=$(docker ps --quiet)
    # Only what this engine runs, and only in here.
    [[ -z $left ]] || xargs docker rm --force <<<"$left" >/dev/null
    engine_stop
    unset DOCKER_HOST
    [[ -z $left ]] || complain "containers were left running: $left"
}

gone() { [[ ! -e /proc/$1/stat || $(cut -d' ' -f3 "/proc/$1/stat") == Z ]]; }

# pack FOLDER PROGRAM…: copies programs with the libraries that the loader names.
pack() {
    local root=$1 program file
    shift
    for program in "$@"; do
        for file in "$program" $(ldd "$program" 2>/dev/null | grep -o '/[^ ]*'); do
            mkdir -p "$root/$(dirname "$file")"
            cp -L "$file" "$root/$file"
        done
    done
}

# What every image has: a shell, accounts, folders.
skeleton() {
    local root=$1
    mkdir -p "$root"/{tmp,etc,usr/local/bin,data,run,var}
    ln -s /run "$root/var/run"
    chmod 1777 "$root/tmp"
    printf 'root:x:0:0::/:/bin/sh\nserver:x:999:999::/data:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\nserver:x:999:\n' >"$root/etc/group"
    pack "$root" /bin/sh /bin/chown /bin/cp /bin/mkdir /bin/rm /bin/sync /usr/bin/id \
        /usr/bin/setpriv /usr/bin/stat
}

# import FOLDER NAME [CHANGE…]
import() {
    local root=$1 name=$2 changes=()
    shift 2
    for change in "$@"; do changes+=(--change "$change"); done
    tar -C "$root" -c . | docker import "${changes[@]}" - "$name" >/dev/null
    rm -rf -- "$root"
}

image_redis() {
    local root
    root=$(mktemp -d "$world/image.XXXXXX")
    skeleton "$root"
    pack "$root" "$(command -v redis-server)" "$(command -v redis-cli)"
    cat >"$root/usr/local/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
set -e
chown -R server:server .
exec setpriv --reuid=999 --regid=999 --clear-groups "$@"
SH
    chmod +x "$root/usr/local/bin/docker-entrypoint.sh"
    chmod 755 "$root"
    import "$root" redis:7 'WORKDIR /data' 'VOLUME /data' \
        'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["redis-server"]' \
        'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'
}

# postgres_programs FOLDER BIN MAJOR: the server and its tools, with what they read.
postgres_programs() {
    local root=$1 bin=$2 major=$3 share=/usr/share/postgresql/$3
    pack "$root" "$bin"/{postgres,initdb,psql,pg_ctl,pg_isready} \
        "$bin"/{pg_basebackup,pg_dump,pg_restore} /bin/cat
    mkdir -p "$root/${share%/*}" "$root/usr/lib/postgresql/$major" "$root/usr/lib/locale" \
        "$root/run/postgresql" "$root/var/lib/postgresql"
    cp -a "$share" "$root/${share%/*}/"
    cp -a "/usr/lib/postgresql/$major/lib" "$root/usr/lib/postgresql/$major/"
    cp -a /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
    cp -aL /usr/share/zoneinfo "$root/usr/share/zoneinfo"
    chown 999:999 "$root/run/postgresql" "$root/var/lib/postgresql"
}

image_postgres() {
    local root bin major
    bin=$(find /usr/lib/postgresql -path '*/bin/postgres' | sort -V | tail -n 1)
    bin=${bin%/postgres}
    major=$(basename "$(dirname "$bin")")
    root=$(mktemp -d "$world/image.XXXXXX")
    skeleton "$root"
    postgres_programs "$root" "$bin" "$major"
    cat >"$root/usr/local/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
# Stands for the official entrypoint: the same variables, the same result.
set -e
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R 999:999 "$PGDATA"
    exec setpriv --reuid=999 --regid=999 --clear-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
    initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile=/tmp/password $POSTGRES_INITDB_ARGS
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start
    if [ "$POSTGRES_DB" != postgres ]; then
        psql -X -U "$POSTGRES_USER" -d postgres -v ON_ERROR_STOP=1 -v name="$POSTGRES_DB" <<'SQL'
create database :"name";
SQL
    fi
    pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"
SH
    chmod +x "$root/usr/local/bin/docker-entrypoint.sh"
    chmod 755 "$root"
    import "$root" "postgres:$major" 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]' \
        "ENV PATH=$bin:/usr/local/bin:/usr/bin:/bin" 'ENV PGDATA=/var/lib/postgresql/data'
}

# python_interpreter FOLDER: this machine's, with its library.
python_interpreter() {
    local root=$1 version home
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    home=/usr/lib/python$version
    mkdir -p "$root/usr/lib" "$root/usr/bin"
    # What imports need and nothing of what only developers do.
    tar -C /usr/lib --exclude={test,__pycache__,idlelib,dist-packages,config-*,ensurepip,asyncio} \
        --exclude={pydoc_data,lib2to3,distutils,unittest,tkinter,multiprocessing,sqlite3,xml} \
        -c "${home##*/}" \
        | tar -C "$root/usr/lib" -x
    pack "$root" "/usr/bin/python$version"
    find "$home/lib-dynload" -name '*.so' -exec ldd {} + | grep -o '/[^ ]*' | sort -u \
        | while read -r file; do
            [[ ! -f $file || -e $root/$file ]] || cp --parents -L "$file" "$root"
        done
}

# The stand-in for n8n, with an interpreter: the official image's user, folder and port.
image_n8n() {
    local root version
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    root=$(mktemp -d "$world/image.XXXXXX")
    skeleton "$root"
    printf 'node:x:1000:1000::/home/node:/bin/sh\n' >>"$root/etc/passwd"
    printf 'node:x:1000:\n' >>"$root/etc/group"
    mkdir -p "$root/home/node/.n8n"
    python_interpreter "$root"
    cp "$fixtures/n8n.py" "$root/usr/local/bin/n8n.py"
    printf '#!/bin/sh\nexec /usr/bin/python%s /usr/local/bin/n8n.py "$@"\n' "$version" \
        >"$root/usr/local/bin/n8n"
    chmod +x "$root/usr/local/bin/n8n"
    chown -R 1000:1000 "$root/home/node"
    chmod 755 "$root"
    import "$root" docker.n8n.io/n8nio/n8n:latest 'USER node' 'WORKDIR /home/node' \
        'ENV HOME=/home/node' 'ENTRYPOINT ["/usr/local/bin/n8n"]' \
        'ENV PATH=/usr/local/bin:/usr/bin:/bin'
}
