#!/bin/sh
# Loads the cleaned sample into a PostgreSQL of its own, which is gone afterwards. The server has no
# port, only a socket in a folder of its own; nothing else on the machine is touched.
#
# Usage: sh demo/load.sh PROGRAM, from the project's folder.
set -eu
program=$1

say() {
    printf '%s\n' "$@"
}

# Debian keeps the server's programs out of PATH. The newest release is the last one found.
binaries=""
for found in "$(command -v initdb 2>/dev/null || true)" \
    $(ls -d /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb 2>/dev/null | sort -V); do
    [ -x "$found" ] || continue
    folder=$(dirname "$(readlink -f "$found")")
    if [ -x "$folder/postgres" ] && [ -x "$folder/psql" ]; then
        binaries=$folder
    fi
done
if [ -z "$binaries" ]; then
    say '' 'PostgreSQL is not installed here, so the result is not loaded into one.' \
        'On Debian: sudo apt-get install postgresql'
    exit 0
fi

# The server refuses to run as root.
owner=""
if [ "$(id -u)" = 0 ]; then
    for user in postgres nobody; do
        if id "$user" >/dev/null 2>&1; then
            owner=$user
            break
        fi
    done
    if [ -z "$owner" ]; then
        say '' 'PostgreSQL does not run as root, and there is no other user: nothing is loaded.'
        exit 0
    fi
fi

dir=$(mktemp -d /tmp/dmscrub-demo.XXXXXX)
mkfifo "$dir/stop"
chmod 755 "$dir"
chmod 644 "$dir/stop"
if [ -n "$owner" ]; then
    chown "$owner" "$dir"
fi
# This script alone holds the pipe open for writing: when it ends, however it ends, the watchdog
# reads the end of it and removes the server.
exec 3<>"$dir/stop"

watchdog='
trap "" INT TERM HUP
exec 4<"$2/stop"
{
    "$1/initdb" --no-sync -A trust -U postgres -E UTF8 --locale=C -D "$2/data" &&
        "$1/pg_ctl" -D "$2/data" -w -o "-k $2 -c listen_addresses= -c fsync=off" start
} >"$2/log" 2>&1 4<&-
cat <&4 >/dev/null
"$1/pg_ctl" -D "$2/data" -m fast -w stop >/dev/null 2>&1
rm -rf "$2"
'
if [ -n "$owner" ]; then
    su -s /bin/sh "$owner" -c "cd '$dir' && set -- '$binaries' '$dir' && $watchdog" 3>&- &
else
    (cd "$dir" && exec sh -c "$watchdog" watchdog "$binaries" "$dir") 3>&- &
fi
watcher=$!
finish() {
    exec 3>&-
    wait "$watcher" 2>/dev/null || true
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

unset PGHOST PGPORT PGUSER PGDATABASE PGSERVICE PGOPTIONS PGPASSWORD
sql() {
    "$binaries/psql" -X -q -h "$dir" -U postgres "$@" 3>&-
}
tries=0
until sql -d postgres -c 'SELECT' >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 300 ]; then
        say 'a throwaway PostgreSQL did not start; the end of its log:' >&2
        tail -n 20 "$dir/log" >&2 || true
        exit 1
    fi
    sleep 0.1
done
sql -d postgres -c 'CREATE DATABASE staging' -c 'CREATE DATABASE other'
tables="SELECT count(*) FROM pg_catalog.pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"

# The demo's key, so that the values are those shown above.
export DMSCRUB_KEY='dmscrub demo: not a secret'
scrub() {
    code=0
    "$program" --rules rules/ "$@" 3>&- 2>"$dir/messages" || code=$?
    echo "$code" >"$dir/code"
}
load() {
    psql_code=0
    sql -d "$1" >/dev/null 2>&1 || psql_code=$?
    echo "$psql_code" >"$dir/psql_code"
}

release=$("$binaries/postgres" --version | sed 's/^[^0-9]*\([0-9.]*\).*/\1/')
say '' "Now into a throwaway PostgreSQL $release, as a pipe would do it:" '' \
    "  $program --rules rules/ demo/sample.sql | psql staging" ''
scrub demo/sample.sql | load staging
if [ "$(cat "$dir/code")" != 0 ] || [ "$(cat "$dir/psql_code")" != 0 ]; then
    say "that failed: dmscrub exits $(cat "$dir/code"), psql exits $(cat "$dir/psql_code")" >&2
    cat "$dir/messages" >&2
    exit 1
fi
sql -d staging -P footer=off -c 'SELECT id, name, email_address, phone_number FROM users ORDER BY id LIMIT 3'

say 'And a dump that is cut off after 200,000 of its bytes:' '' \
    "  head -c 200000 demo/sample.sql | $program --rules rules/ | psql other" ''
head -c 200000 demo/sample.sql | scrub | load other
loaded=$(sql -At -d other -c "$tables")
say "dmscrub exits $(cat "$dir/code"), psql exits $(cat "$dir/psql_code"), and the database has $loaded tables."
[ "$loaded" = 0 ] || exit 1
