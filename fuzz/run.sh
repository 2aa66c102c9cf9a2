#!/bin/sh
# Runs each fuzz target, or those named, for FUZZ_SECONDS (60) seconds. Needs no nightly compiler:
# the crate forbids unsafe code, so panics and hangs are looked for, and no sanitizer is.
# `oracles` is one of them: the tests that hold the lexer against psql and COPY decoding against the
# server, each time with another seed.
#
# What is found stands in fuzz/artifacts/TARGET; mend it, make it small with
#   cargo fuzz tmin --sanitizer none TARGET FILE
# and put that into fuzz/seeds/TARGET, which `make test` runs. Where the oracles differ, the seed is
# told; put the script that it shows into KNOWN of tests/promises/hostile/psql_oracle.rs.
set -eu
cd "$(dirname "$0")"
seconds="${FUZZ_SECONDS:-60}"

# The tests of that name, one seed after another until the time is over.
oracles() {
    set -- cargo test --quiet --locked --manifest-path ../Cargo.toml --test promises
    nice "$@" --no-run || return
    end=$(($(date +%s) + seconds))
    runs=0
    while [ "$runs" = 0 ] || [ "$(date +%s)" -lt "$end" ]; do
        PROPTEST_RNG_SEED=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
        export PROPTEST_RNG_SEED
        if ! nice "$@" _oracle >artifacts/log 2>&1; then
            tail -n 100 artifacts/log
            echo "again: PROPTEST_RNG_SEED=$PROPTEST_RNG_SEED cargo test --test promises _oracle"
            return 1
        fi
        runs=$((runs + 1))
    done
    echo "$runs seeds, no difference"
}

fuzz() {
    mkdir -p "corpus/$1"
    found=0
    nice cargo fuzz run --sanitizer none "$1" "corpus/$1" "seeds/$1" -- \
        -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        >artifacts/log 2>&1 || found=1
    tail -n "${FUZZ_LINES:-12}" artifacts/log
    return $found
}

if ! cargo fuzz --version >/dev/null 2>&1; then
    cargo install cargo-fuzz --locked --version 0.13.2
fi
[ $# -gt 0 ] || set -- $(ls seeds) oracles
mkdir -p artifacts
failed=""
for target; do
    echo "== $target"
    if [ "$target" = oracles ]; then
        oracles || failed="$failed $target"
    else
        fuzz "$target" || failed="$failed $target"
    fi
done
[ -z "$failed" ] || {
    echo "failed:$failed" >&2
    exit 1
}
