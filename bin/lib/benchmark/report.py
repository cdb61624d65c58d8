"""The report: the machine, and each figure beside its floor."""

import os
import pathlib
import platform
import subprocess


def machine(world):
    return {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory() / 2**20, 1),
        "kernel": platform.release(),
        "system": system(),
        "file_system": "fresh ext4 on a loop device" if world.mounted else "that of /tmp, as it is",
        "git": first_line("git", "--version"),
        "load": os.getloadavg()[0],
    }


def cpu():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def memory():
    first = pathlib.Path("/proc/meminfo").read_text().splitlines()[0]
    return int(first.split()[1])


def system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def first_line(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\n")[0]


def verdict(figure):
    """Kept, missed, or nothing where there is no limit."""
    if figure["limit"] is None:
        return None
    value = figure["product"] if figure["ratio"] is None else figure["ratio"]
    return value <= figure["limit"]


def as_json(host, results):
    figures = [{**figure, "kept": verdict(figure)} for figure in results]
    return {"schema": "envctl.bench/1", "machine": host, "figures": figures}


def show(host, results):
    print(
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gib']} GiB, {host['system']}, "
        f"Linux {host['kernel']}, {host['file_system']}, load {host['load']:.1f}\n"
    )
    lines = [("figure", "envctl", "floor", "ratio", "limit", "")]
    for figure in results:
        unit = figure["unit"]
        lines.append((
            figure["name"],
            f"{figure['product']:.1f} {unit}",
            "" if figure["floor"] is None else f"{figure['floor']:.1f} {unit}",
            "" if figure["ratio"] is None else f"{figure['ratio']:.2f}",
            "" if figure["limit"] is None else f"{figure['limit']:g}",
            {True: "kept", False: "missed", None: ""}[verdict(figure)],
        ))
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:5], widths[1:5])]
        print("  ".join([*cells, line[5]]).rstrip())
