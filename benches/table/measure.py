"""Runs pipes of processes and says what each of them took."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """One process, or the median of several runs of it."""

    wall: float
    user: float
    system: float
    peak: float  # MiB

    @property
    def cpu(self):
        return self.user + self.system


def pipe(*commands, stdin=None, stdout=None, env=None):
    """Runs `a | b | …`; a Cost each, all with the wall time of the whole."""
    begin = time.monotonic()
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    running = []
    for at, command in enumerate(commands):
        last = at == len(commands) - 1
        sink = subprocess.PIPE if not last else open(stdout or os.devnull, "wb")
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=source,
            stdout=sink,
            stderr=subprocess.PIPE if last else None,
            env={**os.environ, **(env or {})},
        )
        if source is not subprocess.DEVNULL:
            source.close()
        source = process.stdout
        running.append(process)
        if last:
            sink.close()
    message = running[-1].stderr.read()
    used = []
    for process in running:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        used.append(usage)
    wall = time.monotonic() - begin
    for process in running:
        if process.returncode:
            name = Path(process.args[0]).name
            raise SystemExit(f"{name} ended with {process.returncode}\n{message.decode()}")
    return [
        Cost(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024) for usage in used
    ]


def median(costs):
    """The median of each figure."""
    return Cost(
        *(
            statistics.median(getattr(cost, field) for cost in costs)
            for field in ("wall", "user", "system", "peak")
        )
    )


def alternate(times, *runs):
    """Runs each of several things in turn, so many times; the median of each."""
    results = [[] for _ in runs]
    for _ in range(times):
        for result, run in zip(results, runs):
            result.append(run())
    return [median(result) for result in results]


def first_byte(command, stdin, times=20):
    """Seconds from the start of a process to its first byte of output: the median."""
    waits = []
    for _ in range(times):
        with open(stdin, "rb") as source:
            begin = time.monotonic()
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if not process.stdout.read(1):
                raise SystemExit("no output")
            waits.append(time.monotonic() - begin)
            process.stdout.close()
            process.kill()
            process.wait()
    return statistics.median(waits)
