"""The masks of rules/masks.yaml by hand: what a careful admin writes in an hour.

COPY columns by name, MD5 as the pseudonym, audit_events emptied. Reads a dump on stdin.
"""

import hashlib
import sys


def digest(value):
    return hashlib.md5(value).hexdigest().encode()


def name(value):
    return b"Person " + digest(value)[:8]


def email(value):
    return digest(value) + b"@example.com"


def phone(_):
    return b"07000000000"


MASKS = {
    b"public.users": {b"name": name, b"email_address": email, b"phone_number": phone},
    b"public.contact_information": {
        b"contact_name": name,
        b"phone_number": phone,
        b"email": email,
        b"address1": lambda _: b"1 Street",
    },
}
EMPTIED = {b"public.audit_events"}


def main():
    lines = sys.stdin.buffer
    write = sys.stdout.buffer.write
    for line in lines:
        write(line)
        if not (line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n")):
            continue
        table = line.split()[1]
        columns = line[line.index(b"(") + 1 : line.rindex(b")")].split(b", ")
        masks = [(columns.index(c), mask) for c, mask in MASKS.get(table, {}).items()]
        for line in lines:
            if line == b"\\.\n":
                write(line)
                break
            if table in EMPTIED:
                continue
            if masks:
                fields = line[:-1].split(b"\t")
                for at, mask in masks:
                    if fields[at] != b"\\N":
                        fields[at] = mask(fields[at])
                line = b"\t".join(fields) + b"\n"
            write(line)


main()
