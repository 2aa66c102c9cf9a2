#!/bin/sh
# Installs what the tests need and Rust does not bring: a C compiler for dependencies, the
# PostgreSQL server with its contrib modules, ssh and its server, openssl, Python. Where it may not
# install, it says what to install.
set -eu

missing=""
command -v cc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
# The tests of refresh load through a real ssh server.
{ command -v ssh && command -v ssh-keygen; } >/dev/null 2>&1 || missing="$missing openssh-client"
[ -x /usr/sbin/sshd ] || missing="$missing openssh-server"
# A stand-in for cf is written in it.
command -v python3 >/dev/null 2>&1 || missing="$missing python3"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need what Debian calls:$missing. Install it with your package manager." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    root=""
elif sudo -n true 2>/dev/null; then
    root="sudo"
else
    echo "The tests need more packages. Run: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $root apt-get update -q && $root apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1; then
    # Its errors, without the mirrors' addresses.
    grep '^E:' "$log" | sed 's#[a-z]*://[^ ]*#(an address)#g' >&2 || true
    echo "apt-get failed; install by hand:$missing" >&2
    exit 1
fi
rm -f "$log"
