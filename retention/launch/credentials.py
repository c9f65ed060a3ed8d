"""The two roles of the embedded PostgreSQL: one that made it, and the plain one that the product uses."""

import secrets
from pathlib import Path
from typing import Any

ROOT_ROLE, ROLE, DATABASE = "keel_root", "keel", "keel"


def address(data: Path, sockets: Path, role: str = ROLE, database: str = DATABASE) -> dict[str, Any]:
    """Where a role finds a database of the server on the data folder *data*."""
    return {"host": str(sockets), "user": role, "password": password(data, role), "dbname": database}


def password(data: Path, role: str) -> str:
    """The role's password, made when first asked for and kept beside the data."""
    path = data / f"password-{role}"
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(24))
        draft.replace(path)
    return path.read_text()
