"""A PostgreSQL of its own: a free folder, a socket in it, gone afterwards."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile


class Postgres:
    """As root the server runs as the user `postgres`, who alone may read its socket's folder."""

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [os.path.dirname(shutil.which("initdb"))]
        self.bin = found[-1]
        self.folder = tempfile.mkdtemp(prefix="dmscrub-bench-")
        self.user = None
        if os.geteuid() == 0:
            self.user = pwd.getpwnam("postgres")
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.folder, 0o711)
        self.data = f"{self.folder}/data"
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_wal_size=8GB -c shared_buffers=256MB"
        self.run("pg_ctl", "-D", self.data, "-o", options, "-l", f"{self.folder}/log", "-w", "start")

    def run(self, program, *arguments, **options):
        """Runs one of PostgreSQL's programs as the server's user."""
        if self.user:
            options.update(user=self.user.pw_uid, group=self.user.pw_gid, cwd="/")
        options.setdefault("stdout", subprocess.DEVNULL)
        subprocess.run([f"{self.bin}/{program}", *arguments], check=True, **options)

    def client(self, program, *arguments):
        """The command of a client of this server."""
        return [f"{self.bin}/{program}", "-h", self.folder, "-U", "bench", *arguments]

    def fresh(self, name):
        """An empty database."""
        for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
            command = self.client("psql", "-qX", "-c", statement, "postgres")
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return name

    def psql(self, name, *arguments):
        """The command of psql for a database."""
        return self.client("psql", "-qXd", name, "-v", "ON_ERROR_STOP=1", *arguments)

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
