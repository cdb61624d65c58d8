"""What the kernel says of the processes of one world."""

import os
import re


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:  # it ended, or is another user's
        return b""


def link(path):
    try:
        return os.readlink(path)
    except OSError:
        return b""


class Process:
    """A living process: its pid, its mark (None without one), its words."""

    def __init__(self, pid, words):
        self.pid = pid
        self.words = words
        limits = content(f"/proc/{pid}/limits").decode()
        found = re.search(r"^Max file locks\s+(\S+)", limits, re.MULTILINE)
        self.mark = None
        if found and found[1] != "unlimited":
            self.mark = f"{int(found[1]):x}"

    def __str__(self):
        return f"process {self.pid} (mark {self.mark}): {self.words}"


def is_gone(pid):
    """A zombie is gone: it waits only for its parent to take note."""
    stat = content(f"/proc/{pid}/stat")
    return not stat or stat.rpartition(b") ")[2][:1] in (b"Z", b"X")


def of_world(folder, but=()):
    """Every living process whose directory, program, output, words or environment lie in FOLDER."""
    wanted = os.fsencode(folder)
    found = []
    for entry in os.listdir(b"/proc"):
        if not entry.isdigit() or int(entry) in but or is_gone(int(entry)):
            continue
        base = b"/proc/" + entry
        words = content(base + b"/cmdline")
        seen = [words, link(base + b"/cwd"), link(base + b"/exe"), link(base + b"/fd/1")]
        seen += [link(base + b"/fd/2"), content(base + b"/environ")]
        if any(wanted + b"/" in text + b"/" for text in seen) and not is_gone(int(entry)):
            text = words.replace(b"\0", b" ").decode(errors="replace").strip()
            found.append(Process(int(entry), text))
    return found
