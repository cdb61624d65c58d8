# shellcheck shell=bash
# System packages: what is needed, what is missing, and the one call that installs it.

# Debian package | how to see that what it brings is there already, whoever installed it.
# A capability is asked for, not a package: a postgres of another source serves as well.
readonly needed_packages='
pkg-config|command -v pkg-config
libgit2-dev|pkg-config --exists libgit2
libyaml-dev|pkg-config --exists yaml-0.1
libssl-dev|pkg-config --exists libcrypto && test -e "$(pkg-config --variable=libdir libcrypto)/libcrypto.a"
zlib1g-dev|pkg-config --exists zlib && test -e "$(pkg-config --variable=libdir zlib)/libz.a"
git|command -v git
postgresql|compgen -G "/usr/lib/postgresql/*/bin/postgres" || command -v postgres
redis-server|command -v redis-server || command -v valkey-server
python3|command -v python3
python3-venv|python3 -c "import ensurepip, venv"
util-linux|command -v flock && command -v setsid
procps|command -v ps
iproute2|command -v ss
jq|command -v jq
bats|command -v bats
curl|command -v curl
strace|command -v strace
hyperfine|command -v hyperfine
xfsprogs|command -v mkfs.xfs || test -x /sbin/mkfs.xfs
btrfs-progs|command -v mkfs.btrfs || test -x /sbin/mkfs.btrfs
e2fsprogs|command -v mkfs.ext4 || test -x /sbin/mkfs.ext4
shellcheck|command -v shellcheck
zsh|command -v zsh
fish|command -v fish
mandoc|command -v mandoc
direnv|command -v direnv
docker.io|command -v dockerd && command -v docker
docker-compose|docker compose version || command -v docker-compose
'

missing_packages() {
    local package probe
    while IFS='|' read -r package probe; do
        [[ -n $package ]] || continue
        # What a probe prints is no concern of ours; only whether it succeeds.
        if ! (eval "$probe") >/dev/null 2>&1; then printf '%s\n' "$package"; fi
    done <<<"$needed_packages"
}

install_missing_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} == 0 ]]; then
        echo "setup: system packages: all there" >&2
        return
    fi
    echo "setup: system packages missing: ${missing[*]}" >&2
    local install="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        echo "setup: no apt-get on this machine; install what these Debian packages hold," >&2
        echo "setup: with your package manager, and run bin/setup again: ${missing[*]}" >&2
        exit 1
    fi
    if [[ $(id -u) == 0 ]]; then
        bash bin/lib/install-packages "${missing[@]}" >&2
    elif sudo -n true 2>/dev/null; then
        sudo -n bash bin/lib/install-packages "${missing[@]}" >&2
    else
        echo "setup: neither root nor sudo without a password; run this, then bin/setup again:" >&2
        echo >&2
        echo "    sudo sh -c '$install'" >&2
        exit 1
    fi
    mapfile -t missing < <(missing_packages)
    if [[ ${#missing[@]} != 0 ]]; then
        echo "setup: still missing after the installation: ${missing[*]}" >&2
        exit 1
    fi
}
