"""The operating-system user that the embedded servers run as.

PostgreSQL refuses to run as root. Started by root, the servers therefore run as `postgres` or `nobody`, and
what that user cannot reach is handed to it: folders through an open descriptor, programs as a copy. No
permission of a folder that is not ours is changed.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .refusals import CannotStart


@dataclass(frozen=True)
class Servant:
    """Who the servers run as: this very user (`account` is None), or another one when we are root."""

    account: pwd.struct_passwd | None

    @classmethod
    def choose(cls, *, for_postgres: bool = True) -> "Servant":
        """This user; for root `postgres`, else `nobody`. Raises CannotStart when there is no usable user."""
        if os.geteuid() != 0:
            if for_postgres:
                _require_name_of(os.geteuid())
            return cls(None)
        for name in ("postgres", "nobody"):
            try:
                return cls(pwd.getpwnam(name))
            except KeyError:
                continue
        raise CannotStart("started as root, and there is no user postgres or nobody: start as another")

    def identity(self) -> dict[str, Any]:
        """The arguments of Popen that start a program as this user."""
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give *path* to this user."""
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def can_reach(self, path: Path) -> bool:
        """May this user enter the folder, or run the program, at *path*?"""
        if self.account is None:
            return True
        test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", **self.identity()).returncode == 0

    def door_to(self, folder: Path) -> tuple[str, tuple[int, ...]]:
        """A name under which this user reaches *folder*, and the descriptors the program must inherit for it.

        A parent closed to others (a home folder, mktemp -d) is passed by an open descriptor, which Linux
        resolves without asking the parents.
        """
        if self.can_reach(folder):
            return str(folder), ()
        if not Path("/proc/self/fd").is_dir():
            raise CannotStart(f"{folder} is out of reach of the user {self.name}: set DATA_DIR elsewhere")
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{descriptor}", (descriptor,)

    def reachable_copy(self, source: Path, program: str, shelf: Path) -> Path:
        """*source* itself when this user can run *program* in it, else a copy of it on *shelf*."""
        if self.can_reach(source / program):
            return source
        copy = shelf / source.name
        if not (copy / program).exists():
            shutil.copytree(
                source, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "__pycache__")
            )
            subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        if not self.can_reach(copy / program):
            raise CannotStart(f"the user {self.name} cannot run programs from {shelf}: set TMPDIR elsewhere")
        return copy

    @property
    def name(self) -> str:
        """Its name, as messages say it."""
        return self.account.pw_name if self.account else str(os.geteuid())


def _require_name_of(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise CannotStart(
            f"user id {uid} has no name in /etc/passwd, which PostgreSQL needs: "
            "start as a named user, or set DATABASE_URL"
        ) from None
