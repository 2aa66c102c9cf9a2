#!/usr/bin/env python3
"""`make bench`: measures what the project promises about speed and writes RESULTS.md.

Every target is a ratio within one run on one machine, or a rate of one core. Environment:
SCALE (1: a dump of 1.3 GB; 0.1 for a quick look), RUNS (3: medians of so many),
BY_HAND (table/by_hand.py: another script to compare with), ROWS (numbers of rows of the table to
measure, such as 1,4; default all).
"""

import os
import platform
import subprocess
import time
from pathlib import Path

from measure import alternate, first_byte, median, pipe
from postgres import Postgres

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = ROOT / "target"
WORK = TARGET / "bench"
SCALE = float(os.environ.get("SCALE", "1"))
RUNS = int(os.environ.get("RUNS", "3"))
BY_HAND = os.environ.get("BY_HAND", str(HERE / "by_hand.py"))
MB = 1e6
# Rows of the generator's users table in a megabyte: 203 bytes each.
USERS_PER_MB = 4914

D = WORK / f"market-{SCALE:g}.sql"
DM = WORK / f"digital-marketplace-{SCALE:g}.sql"
USERS = WORK / f"users-{SCALE:g}.sql"
KEY = WORK / "key"
DMSCRUB = TARGET / "release" / "dmscrub"
GENERATE = TARGET / "release" / "generate"


def scrub(rules, *arguments):
    """The command of the filter."""
    rules = [part for path in ([rules] if not isinstance(rules, list) else rules) for part in ("--rules", path)]
    return [DMSCRUB, *rules, "-k", KEY, "-q", "--progress", "never", *arguments]


def mask(rules):
    return HERE / "rules" / f"{rules}.yaml"


def prepare(server):
    """Makes the inputs that are not there yet."""
    WORK.mkdir(parents=True, exist_ok=True)
    KEY.write_text("a key for benchmarks\n")
    if not D.exists():
        name = server.fresh("market")
        pipe(server.psql(name, "-v", f"scale={SCALE:g}"), stdin=HERE / "marketplace.sql")
        part = D.with_suffix(".part")
        pipe(server.client("pg_dump", "--clean", "--if-exists", name), stdout=part)
        part.rename(D)
    if not USERS.exists():
        pipe([GENERATE, "users", int(500 * SCALE * USERS_PER_MB)], stdout=USERS)
    if not DM.exists():
        # The generator of the tests, which knows the real schema.
        environment = {**os.environ, "MARKETPLACE_DUMP": str(DM), "MARKETPLACE_SCALE": str(max(1, int(2400 * SCALE)))}
        command = ["cargo", "test", "--locked", "--no-default-features", "--quiet", "--test", "promises"]
        subprocess.run([*command, "the_demo_sample"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    for path in (D, USERS, DM):
        pipe(["cat", path])  # into the page cache


def size(path):
    return Path(path).stat().st_size / MB


def kept(_):
    ours, cat = alternate(
        RUNS + 2,
        lambda: median([pipe(scrub(mask("keep")), ["cat"], stdin=D)[0]]),
        lambda: median([pipe(["cat"], ["cat"], stdin=D)[0]]),
    )
    yield "D, all kept, `\\| cat`", "≤ 1.00 × `cat \\| cat`", ours.wall / cat.wall, 1.0, f"{ours.wall:.2f} s / {cat.wall:.2f} s"


def masks(_):
    ours, theirs = alternate(
        RUNS,
        lambda: pipe(scrub(mask("masks")), stdin=D)[0],
        lambda: pipe(["python3", BY_HAND], stdin=D)[0],
    )
    yield "D, masks: wall", "≥ 4 × by hand in Python", theirs.wall / ours.wall, -4.0, f"{theirs.wall:.2f} s / {ours.wall:.2f} s"
    yield "D, masks: CPU", "≥ 8 × by hand in Python", theirs.cpu / ours.cpu, -8.0, f"{theirs.cpu:.2f} s / {ours.cpu:.2f} s"


def narrow(_):
    (ours,) = alternate(RUNS, lambda: pipe(scrub(mask("users")), stdin=USERS)[0])
    rate = size(USERS)
    yield "users, 3 of 11 columns: a core", "≥ 300 MB/s of user time", rate / ours.user, -300.0, f"{rate:.0f} MB in {ours.user:.2f} s user"
    yield "users, 3 of 11 columns: wall", "≥ 500 MB/s", rate / ours.wall, -500.0, f"{rate:.0f} MB in {ours.wall:.2f} s"


def jsonb(_):
    (ours,) = alternate(RUNS, lambda: pipe(scrub(mask("json")), stdin=D)[0])
    yield "D, e-mail in jsonb: a core", "≥ 300 MB/s of user time", size(D) / ours.user, -300.0, f"{size(D):.0f} MB in {ours.user:.2f} s user, {ours.wall:.2f} s wall"


def marketplace(_):
    (ours,) = alternate(RUNS, lambda: pipe(scrub(ROOT / "rules"), stdin=DM)[0])
    yield "Digital Marketplace, rules/: wall", "≥ 400 MB/s", size(DM) / ours.wall, -400.0, f"{size(DM):.0f} MB in {ours.wall:.2f} s ({ours.cpu:.2f} s CPU)"


def load(server):
    clean = WORK / "clean.sql"
    pipe(scrub(mask("masks")), stdin=D, stdout=clean)

    def ours():
        name = server.fresh("loaded")
        return pipe(scrub(mask("masks")), server.psql(name), stdin=D)[1]

    def theirs():
        name = server.fresh("loaded")
        return pipe(server.psql(name), stdin=clean)[0]

    # Loads differ by more than the twentieth that is asked for.
    ours, theirs = alternate(2 * RUNS + 1, ours, theirs)
    clean.unlink()
    yield "D, masks, `\\| psql`", "≤ 1.05 × `psql < clean.sql`", ours.wall / theirs.wall, 1.05, f"{ours.wall:.1f} s / {theirs.wall:.1f} s"


def gzipped(_):
    packed = D.with_suffix(".sql.gz")
    if not packed.exists():
        pipe(["gzip", "-6", "-c", D], stdout=packed)
    ours, theirs = alternate(
        RUNS,
        lambda: pipe(scrub(mask("masks")), stdin=packed)[0],
        lambda: pipe(["gzip", "-dc"], stdin=packed)[0],
    )
    yield "D gzipped, masks", "≤ 1.0 × `gzip -dc`", ours.wall / theirs.wall, 1.0, f"{ours.wall:.2f} s / {theirs.wall:.2f} s"


def old_way(server):
    begin = time.monotonic()
    name = server.fresh("old")
    pipe(server.psql(name), stdin=D)
    pipe(server.psql(name), stdin=HERE / "masks.sql")
    out = WORK / "old.sql.gz"
    pipe(server.client("pg_dump", "--clean", "--if-exists", name), ["gzip", "-6"], stdout=out)
    old = time.monotonic() - begin
    out.unlink()
    for packing, wanted in (("gzip:6", 10.0), ("zstd", 25.0)):
        out = WORK / "new.out"
        (ours,) = alternate(RUNS, lambda: pipe(scrub(mask("masks"), "-Z", packing), stdin=D, stdout=out)[0])
        out.unlink()
        yield f"D → cleaned file, {packing}", f"≥ {wanted:g} × restore, SQL, pg_dump, gzip", old / ours.wall, -wanted, f"{old:.1f} s / {ours.wall:.2f} s"


def times_of(megabytes):
    """Short runs are noisy, and cost little."""
    return {100: 3 * RUNS, 1000: RUNS}.get(megabytes, 1)


def growth(_):
    times, peak = {}, 0.0
    for megabytes in (100, 1000, 10_000):
        rows = int(megabytes * SCALE * USERS_PER_MB)
        # The generator and the filter share the machine: CPU time is what grows with the input.
        runs = [pipe([GENERATE, "users", rows], scrub(mask("users")))[1] for _ in range(times_of(megabytes))]
        times[megabytes] = median(runs).cpu
        peak = max(peak, *(run.peak for run in runs))
    label = f"100 MB, 1 GB, 10 GB{'' if SCALE == 1 else f' × {SCALE:g}'}"
    yield f"memory: {label}", "≤ 64 MiB", peak, 64.0, "the largest resident set"
    for ten, one in ((1000, 100), (10_000, 1000)):
        ratio = times[ten] / times[one] / 10
        yield f"growth: {ten} to {one} MB", "10 × the time, ± 5 %", ratio, 1.05, f"{times[ten]:.2f} s / {times[one]:.2f} s CPU"


def start(_):
    small = WORK / "small.sql"
    if not small.exists():
        pipe([GENERATE, "users", 10], stdout=small)
    wait = first_byte(scrub(mask("users")), small)
    yield "start to first byte", "< 20 ms", wait * 1000, 20.0, "ms"


def awk(_):
    script = (
        "/^COPY public.users /{c=1; print; next} /^\\\\\\.$/{c=0} "
        'c{$2="Person"; $3="x" NR "@example.com"; if ($4 != "\\\\N") $4="07000000000"} {print}'
    )
    ours, theirs = alternate(
        RUNS,
        lambda: pipe(scrub(mask("masks")), stdin=D)[0],
        lambda: pipe(["mawk", "-F\t", "-vOFS=\t", script], stdin=D)[0],
    )
    yield "D, masks, against mawk", "< 1 × three columns by position", ours.wall / theirs.wall, 1.0, f"{ours.wall:.2f} s / {theirs.wall:.2f} s"


ROWS = [kept, masks, narrow, jsonb, marketplace, load, gzipped, old_way, growth, start, awk]


def machine():
    """What the figures belong to."""
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Linux {platform.release()}; load at the start {load:.1f}"


def main():
    wanted = os.environ.get("ROWS")
    rows = [ROWS[int(at) - 1] for at in wanted.split(",")] if wanted else ROWS
    lines = [
        "| work | target | measured | | from |",
        "| --- | --- | ---: | --- | --- |",
    ]
    named = machine()
    server = Postgres()
    try:
        prepare(server)
        for row in rows:
            for work, target, value, bound, source in row(server):
                # A bound below zero is a least value.
                met = value >= -bound if bound < 0 else value <= bound
                if "±" in target:
                    met = met and value >= 0.95
                lines.append(f"| {work} | {target} | {value:.2f} | {'met' if met else '**missed**'} | {source} |")
                print(lines[-1], flush=True)
    finally:
        server.stop()
    table = "\n".join(lines)
    notes = HERE / "notes.md"
    text = f"""# Results

Written by `make bench`; what is measured and how stands in [README.md](README.md). Medians of {RUNS} runs, D is
{size(D):.0f} MB (`SCALE={SCALE:g}`).

Machine: {named}.

{table}

{notes.read_text() if notes.exists() else ""}"""
    if not wanted:
        (HERE.parent / "RESULTS.md").write_text(text.rstrip() + "\n")
    print("\n" + named)


main()
