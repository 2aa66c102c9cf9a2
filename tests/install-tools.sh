#!/bin/sh
# Installs what the tests need and Rust does not bring: a C compiler for dependencies, the
# PostgreSQL server with its contrib modules, gpg, ssh and its server, openssl, Python, and an S3
# server (moto, in a Python environment of its own under target/). Where it may not install, it says
# what to install. With arguments: those programs and no others, each by the name of its package.
set -eu
cd "$(dirname "$0")/.."

missing=""
for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
tests_need() {
    command -v cc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"
    if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
        missing="$missing postgresql"
    fi
    # The tests of refresh use the real gpg, and load through a real ssh server.
    command -v gpg >/dev/null 2>&1 || missing="$missing gnupg"
    { command -v ssh && command -v ssh-keygen; } >/dev/null 2>&1 || missing="$missing openssh-client"
    [ -x /usr/sbin/sshd ] || missing="$missing openssh-server"
    # A stand-in for cf is written in Python, and so is moto.
    python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3-venv"
    command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
}

# Errors, without the mirrors' addresses.
show() {
    grep "$1" "$2" | sed 's#[a-z]*://[^ ]*#(an address)#g' >&2 || true
}

install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "What is missing is what Debian calls:$missing. Install it with your package manager." >&2
        exit 1
    fi
    if [ "$(id -u)" = 0 ]; then
        root=""
    elif sudo -n true 2>/dev/null; then
        root="sudo"
    else
        echo "More packages are needed. Run: sudo apt-get install$missing" >&2
        exit 1
    fi
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    retry="-o Acquire::Retries=5"
    log=$(mktemp)
    if ! { $root apt-get $retry update -q && $root apt-get $retry install -q -y --no-install-recommends $missing; } >"$log" 2>&1; then
        show '^E:' "$log"
        echo "apt-get failed; install by hand:$missing" >&2
        exit 1
    fi
    rm -f "$log"
}

install_moto() {
    echo "Installing: moto (an S3 server), into $moto"
    rm -rf "$moto"
    log=$(mktemp)
    if ! { python3 -m venv "$moto" && "$moto/bin/pip" install -q --retries 10 'moto[server,s3]==5.2.5'; } >"$log" 2>&1; then
        show '^ERROR' "$log"
        rm -rf "$moto"
        echo "pip failed; the tests with S3 need: pip install 'moto[server,s3]==5.2.5' in $moto" >&2
        exit 1
    fi
    rm -f "$log"
}

[ $# != 0 ] || tests_need
[ -z "$missing" ] || install_packages
[ $# = 0 ] || exit 0
moto=target/test-tools/moto
[ -x "$moto/bin/moto_server" ] || install_moto
