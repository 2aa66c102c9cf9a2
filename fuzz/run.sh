#!/bin/sh
# Runs each fuzz target, or those named, for FUZZ_SECONDS (60) seconds. Needs no nightly compiler:
# the crate forbids unsafe code, so panics and hangs are looked for, and no sanitizer is.
#
# What is found stands in fuzz/artifacts/TARGET; mend it, make it small with
#   cargo fuzz tmin --sanitizer none TARGET FILE
# and put that into fuzz/seeds/TARGET, which `make test` runs.
set -eu
cd "$(dirname "$0")"

if ! cargo fuzz --version >/dev/null 2>&1; then
    cargo install cargo-fuzz --locked --version 0.13.2
fi
[ $# -gt 0 ] || set -- $(ls seeds)
for target; do
    mkdir -p "corpus/$target"
    echo "== $target"
    nice cargo fuzz run --sanitizer none "$target" "corpus/$target" "seeds/$target" -- \
        -max_total_time="${FUZZ_SECONDS:-60}" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        2>&1 | tail -n "${FUZZ_LINES:-12}"
done
