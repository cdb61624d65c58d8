"""Where the benchmarks run: a fresh file system, folders of envctl's own, a repository."""

import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
LAUNCHER = CHECKOUT / "bin" / "envctl"
BINARY = CHECKOUT / ".build" / "release" / "envctl"
SIZE = 6 << 30  # sparse

# Redis looks for a wish to end hz times a second, by default ten: a stop would measure where in
# that tenth of a second it came.
REDIS_HZ = "500"

CONFIGURATION = f"""\
version: 1
requirements:
  postgres: {{ database: bench }}
  redis: {{ settings: {{ hz: {REDIS_HZ} }} }}
"""


# A server of a few megabytes that listens: what a status has to find among all the others.
SMALL = """\
version: 1
services:
  api:
    command: [redis-server, --port, "${port}", --save, "", --bind, 127.0.0.1]
    port: 21000
"""


class World:
    def __init__(self, keep=False, kind="ext4"):
        self.keep = keep
        self.kind = kind  # of its file system
        self.mounted = False
        self.trees = 0
        self.servers = []  # floors that run

    def __enter__(self):
        if not os.access(BINARY, os.X_OK):
            sys.exit("bench: no release build; bin/setup makes one")
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="envctl-bench.", dir="/tmp"))
        self.root.chmod(0o711)
        self.place = self.root / "fs"
        self.place.mkdir(mode=0o711)
        self.mount()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ENVCTL_", "PG", "XDG_"))
        }
        self.environment |= {
            "HOME": str(self.folder("home")),
            "ENVCTL_STATE_DIR": str(self.place / "state"),
            "ENVCTL_RUNTIME_DIR": str(self.place / "run"),
            "ENVCTL_CACHE_DIR": str(self.place / "cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            # Copies that are made in the background would disturb what comes after them.
            "ENVCTL_SPARES": "false",
        }
        self.repository = self.make_repository("app", CONFIGURATION)
        return self

    def __exit__(self, *_):
        for server in list(self.servers):
            server.end()
        os.chdir("/")  # a figure may have left us inside what is unmounted here
        self.envctl("stop-all", "--everywhere", check=False)
        if self.keep:
            print(f"bench: kept {self.root}", file=sys.stderr)
            return
        if self.mounted:
            subprocess.run(["umount", str(self.place)], check=True)
        shutil.rmtree(self.root)

    def mount(self):
        """A fresh file system on a loop device; without the right to, the folder as it is."""
        image = self.root / "image"
        with open(image, "wb") as file:
            file.truncate(SIZE)
        whole = ["-F", "-E", "lazy_itable_init=0,lazy_journal_init=0"] if self.kind == "ext4" else []
        steps = (
            [f"mkfs.{self.kind}", "-q", *whole, str(image)],
            ["mount", "-o", "loop", str(image), str(self.place)],
        )
        path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        try:
            for step in steps:
                subprocess.run(
                    step, check=True, capture_output=True, env={**os.environ, "PATH": path}
                )
        except (OSError, subprocess.CalledProcessError):
            image.unlink()
            return
        self.mounted = True
        self.place.chmod(0o711)

    def folder(self, name):
        path = self.place / name
        path.mkdir(mode=0o711)
        return path

    def make_repository(self, name, configuration):
        repository = self.folder(name)
        (repository / "envctl.yaml").write_text(configuration)
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"]
        self.git("init", "--quiet", "--initial-branch=main", at=repository)
        self.git("add", "--all", at=repository)
        self.git(*identity, "commit", "--quiet", "--message", "bench", at=repository)
        return repository

    def small_repository(self):
        return self.make_repository("small", SMALL)

    def git(self, *words, at):
        subprocess.run(["git", "-C", str(at), *words], check=True, env=self.environment)

    def worktree(self, repository=None):
        """A new linked worktree: a project without data, so that its start clones the template."""
        self.trees += 1
        path = self.place / f"tree-{self.trees}"
        self.git(
            "worktree", "add", "--quiet", "-b", f"tree-{self.trees}", str(path),
            at=repository or self.repository,
        )
        return path

    def envctl(self, *words, check=True):
        answer = subprocess.run(
            [str(LAUNCHER), *words], env=self.environment, cwd=self.repository, text=True,
            stdin=subprocess.DEVNULL, capture_output=True,
        )
        if check and answer.returncode != 0:
            sys.exit(f"bench: envctl {' '.join(words)}: {answer.returncode}\n{answer.stderr}")
        return answer.stdout

    def status(self, tree):
        return json.loads(self.envctl("status", "--json", "--repo", str(tree)))

    def component(self, tree, name):
        """The object of one component in the answer of status, wherever it is."""
        found = find(self.status(tree), lambda item: item.get("name") == name and "status" in item)
        return found or sys.exit(f"bench: status names no {name}")

    def supervisor(self, tree):
        found = find(self.status(tree), lambda item: isinstance(item.get("supervisor"), dict))
        return found["supervisor"]["pid"]

    def account(self):
        """uid, gid and groups for postgres, which refuses root; nothing for a user."""
        if os.getuid() != 0:
            return {}
        entry = pwd.getpwnam("postgres")
        groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups}

    def template(self):
        """The data folder of the postgres template in the cache."""
        for path in sorted((self.place / "cache" / "templates").rglob("PG_VERSION")):
            if (path.parent / "global").is_dir():
                return path.parent
        return sys.exit("bench: no template in the cache")


def pid_of(component):
    return component.get("pid") or component["identity"]["pid"]


def find(value, matches):
    """The first object, depth first, that matches."""
    if isinstance(value, dict):
        if matches(value):
            return value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            found = find(item, matches)
            if found:
                return found
    return None
