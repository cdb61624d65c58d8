# shellcheck shell=bash
# The release build: both products, the expected linker warnings left out, and a stamp.

readonly least_swift=6.2

check_swift() {
    if ! command -v swift >/dev/null; then
        echo "setup: no swift on the PATH; install a Swift $least_swift or newer toolchain" >&2
        echo "setup: (https://www.swift.org/install/linux) and run bin/setup again" >&2
        exit 1
    fi
    local answer version=0
    answer=$(swift --version 2>&1)
    if [[ $answer =~ Swift\ version\ ([0-9.]+) ]]; then version=${BASH_REMATCH[1]}; fi
    toolchain="Swift $version"
    if [[ $(printf '%s\n%s\n' "$least_swift" "$version" | sort -V | head -n 1) != "$least_swift" ]]; then
        echo "setup: Swift $least_swift or newer is needed; this is $toolchain" >&2
        exit 1
    fi
}

# What the linker says of the runtime's and libc's own calls in a static program, and of nothing
# else: a line must have the whole form to be left out.
expected_warnings() {
    local calls="dlopen|getgrouplist|getpwnam|getpwuid|getpwuid_r"
    grep --line-buffered -v -E \
        -e "warning: Using '($calls)' in statically linked applications requires at runtime the shared libraries from the glibc version used for linking\$" \
        -e "warning: the use of \`(mktemp|tempnam|tmpnam)' is dangerous, better use \`mkstemp'( or \`mkdtemp')?\$" \
        || true # grep: no line was left
}

# What the linker of envctl finds first of the C++ library: its archive, where that is at hand, since
# to load the library takes half a millisecond of each command.
link_archive() {
    local file
    file=$("$(dirname "$(readlink -f "$(command -v swift)")")/clang" -print-file-name=libstdc++.a)
    mkdir -p .build/archives
    if [[ -f $file ]]; then ln -sf "$(readlink -f "$file")" .build/archives/; fi
}

build_release() {
    check_swift
    link_archive
    echo "setup: building the release binaries with $toolchain" >&2
    local started=$SECONDS sources_at digest
    # Of what goes into the build: who edits while it runs has newer sources than the binaries.
    sources_at=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
    digest=$(sources_digest)
    # pipefail: the build's exit code counts, not the filter's.
    swift build -c release --static-swift-stdlib \
        --explicit-target-dependency-import-check error 2>&1 | expected_warnings >&2
    write_stamp "$sources_at" "$digest"
    echo "setup: built .build/release/envctl and envctl-supervisor in $((SECONDS - started)) s" >&2
}

# SHA-256 over the lines "<sha256 of the file>  <path>", in byte order of the paths, of Package.swift
# and every regular file under Sources. `envctl --version` compares it where times are newer.
sources_digest() {
    find Package.swift Sources -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum \
        | sha256sum | cut -d ' ' -f 1
}

# The version of a library that was built against, as a JSON text; null where pkg-config can't tell.
library_version() {
    local version
    if version=$(pkg-config --modversion "$1" 2>/dev/null); then
        printf '"%s"' "$version"
    else
        printf 'null'
    fi
}

# write_stamp TIME DIGEST: of the sources that were built.
write_stamp() {
    local commit=null dirty=null
    if commit=$(git rev-parse HEAD 2>/dev/null); then
        commit="\"$commit\""
        if [[ -z $(git status --porcelain -- Package.swift Sources 2>/dev/null) ]]; then
            dirty=false
        else
            dirty=true
        fi
    else
        commit=null
    fi
    local stamp=.build/release/envctl-build.json
    cat >"$stamp.new" <<JSON
{
  "schema": "envctl.build/1",
  "commit": $commit,
  "dirty": $dirty,
  "built_at": "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)",
  "toolchain": "$toolchain",
  "libraries": {
    "libgit2": $(library_version libgit2),
    "libyaml": $(library_version yaml-0.1),
    "openssl": $(library_version libcrypto)
  },
  "sources_at": "$1",
  "sources_digest": "$2"
}
JSON
    mv -f "$stamp.new" "$stamp"
}
