"""What the person chose by environment variables, read once and checked."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .refusals import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Choices:
    """The settings of docs/operations.md that the launcher itself heeds."""

    data: Path
    port: int = 8000
    host: str = "127.0.0.1"
    database_url: str = ""
    redis_url: str = ""
    with_demo: bool = True

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Choices":
        """Raises CannotStart for a PORT that is none. A database of the person's own gets no demo unasked."""
        given = environment.get("PORT") or "8000"
        if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
            raise CannotStart(f"PORT is {given!r}, and must be a number from 1 to 65535")
        database_url = environment.get("DATABASE_URL", "")
        demo = environment.get("KEEL_DEMO") or ("0" if database_url else "1")
        return cls(
            data=Path(environment.get("DATA_DIR") or ROOT / ".data").expanduser().resolve(),
            port=int(given),
            host=environment.get("HOST") or "127.0.0.1",
            database_url=database_url,
            redis_url=environment.get("REDIS_URL", ""),
            with_demo=demo.lower() not in ("0", "no", "false", "off"),
        )

    @property
    def url(self) -> str:
        """Where the person opens it."""
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{host}:{self.port}/"

    @property
    def probe_url(self) -> str:
        """Where the launcher asks it."""
        return f"http://{'127.0.0.1' if self.host in ('0.0.0.0', '::') else self.host}:{self.port}"  # noqa: S104


def require_free_port(host: str, port: int) -> None:
    """Raises CannotStart when another program listens there, or this user may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise CannotStart(f"port {port} is for root alone: choose one above 1023 with PORT") from None
        except OSError as refusal:
            raise CannotStart(
                f"port {port} is in use by another program ({refusal.strerror}): choose another with PORT"
            ) from None


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
