"""The place of one round: repositories, folders, environment, and the way back from all of it."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import processes

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
SERVICE = CHECKOUT / "tests-e2e/fixtures/service.py"
# A shim in front of the interpreter would cost each service more than its own start.
PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))


class World:
    """Below /tmp and passable: as root the account of postgres has to reach its data."""

    def __init__(self, seed, cache):
        self.folder = pathlib.Path("/tmp").resolve() / f"chaos-{seed:x}"
        if self.folder.exists():
            raise SystemExit(f"{self.folder} is there: the world of a failed round; remove it first")
        self.folder.mkdir(mode=0o711)
        self.folder.chmod(0o711)
        self.state, self.runtime = self.folder / "s", self.folder / "r"
        self.home, self.guard = self.folder / "home", self.folder / "guard"
        self.shop = self.folder / "shop"
        self.projects = {"main": self.shop}
        self.mounted = False
        self.environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.home), "LANG": "C.UTF-8", "NO_COLOR": "1",
            "GIT_CONFIG_NOSYSTEM": "1", "PYTHONDONTWRITEBYTECODE": "1",
            "ENVCTL_STATE_DIR": str(self.state), "ENVCTL_RUNTIME_DIR": str(self.runtime),
            "ENVCTL_CACHE_DIR": str(cache or self.folder / "cache"), "ENVCTL_SPARES": "false",
        }

    def git(self, *words, folder=None):
        subprocess.run(
            ["git", "-c", "user.name=chaos", "-c", "user.email=chaos@example.invalid", *words],
            cwd=folder or self.shop, env=self.environment, check=True, capture_output=True,
        )

    def build(self, configuration, worktrees=()):
        """A repository with this envctl.yaml, and a linked worktree for each further name."""
        self.home.mkdir()
        self.shop.mkdir()
        (self.shop / "envctl.yaml").write_text(configuration)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=first")
        for name in worktrees:
            self.projects[name] = self.folder / name
            self.git("worktree", "add", "--quiet", "-b", name, str(self.projects[name]))
        self.plant_guard()

    def plant_guard(self):
        """Files that nobody has to touch, with links to them from where cleaning up might follow."""
        for name in ("a", "deep/b", "deep/er/c"):
            path = self.guard / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"this is {name}\n")
        (self.guard / "link").symlink_to("deep/b")

    def mount_small(self, megabytes):
        """The state on a file system of its own that can be filled."""
        self.state.mkdir(mode=0o711)
        self.state.chmod(0o711)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711", "chaos", self.state],
            check=True,
        )
        self.mounted = True

    # What the records say, read as a stranger would.

    def scope_folder(self):
        return next(iter((self.state / "scopes").glob("shop-*")), self.state / "scopes/none")

    def project_folder(self, project):
        return self.scope_folder() / "projects" / project

    def reservations(self):
        try:
            return json.loads((self.state / "ports.json").read_text())["reservations"]
        except (OSError, ValueError, KeyError):
            return []

    def port_of(self, project, component):
        for one in self.reservations():
            if (one["project"], one["component"], one["resource"]) == (project, component, "main"):
                return one["port"]
        return None

    def launch_record(self, project):
        try:
            return json.loads((self.project_folder(project) / "current/launch.json").read_text())
        except (OSError, ValueError):
            return None

    def passwords(self):
        found = []
        for path in self.state.glob("scopes/*/projects/*/secrets.json"):
            try:
                secrets = json.loads(path.read_text())["secrets"]
                found += [value for one in secrets.values() for value in one.values()]
            except (OSError, ValueError, KeyError):
                pass  # the schema check tells of a damaged file
        return found

    # Processes.

    def processes(self):
        return processes.of_world(self.folder, but={os.getpid()})

    def kill(self, pid, name="KILL"):
        try:
            os.kill(pid, getattr(signal, "SIG" + name))
            return True
        except ProcessLookupError:
            return False

    def kill_all(self):
        """The power goes: everything of this world at once, until nothing is left."""
        deadline = time.monotonic() + 20
        while found := self.processes():
            for one in found:
                self.kill(one.pid)
            if time.monotonic() > deadline:
                raise RuntimeError(f"can't be killed: {found[0]}")

    def remove(self):
        self.kill_all()
        self.unmount()
        shutil.rmtree(self.folder)

    def unmount(self):
        if self.mounted:
            subprocess.run(["umount", "--lazy", self.state], check=True)
            self.mounted = False
