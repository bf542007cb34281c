"""Time and peak memory of a whole command, with all its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, largest sum of resident memory over all processes at one moment, processor seconds."""

    seconds: float
    memory: int
    processor: float = 0.0


def cost_of(command: list[str], env: dict[str, str] | None = None) -> Cost:
    """Run a command and measure it; memory is sampled ten times a second from the process tree."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(env or {})}
    )
    peak = [0]
    sampler = threading.Thread(target=_sample, args=(process, peak))
    sampler.start()
    before = _processor()
    code = process.wait()
    seconds, processor = time.perf_counter() - start, _processor() - before
    sampler.join()
    if code:
        sys.exit(f"{' '.join(command)} ended with {code}")
    return Cost(seconds, peak[0], processor)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sample(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_resident(pid) for pid in _family(process.pid)))
        time.sleep(0.1)


def _family(root: int) -> list[int]:
    """List a process and its descendants (Linux)."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sorted(family)


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
