"""What stands in a report: words in tables, nothing else. Pure; the allow-list of what may leave us.

A builder (building.py) puts text into these shapes; no record, id or field of ours gets past them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from retention.lib.written import USUAL


@dataclass(frozen=True, slots=True)
class Part:
    """One table under a heading; ``ends`` are the columns whose figures stand at the right."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report as it is read: ``state_of`` is the day whose knowledge it holds, ``region`` where that is."""

    title: str
    customer: str
    sender: str
    period: str
    state_of: str
    parts: tuple[Part, ...]
    region: str = USUAL


def kept(content: ReportContent) -> dict[str, Any]:
    """The content as it is stored; the usual region is not said."""
    stored: dict[str, Any] = json.loads(canonical(asdict(content)))
    if content.region == USUAL:
        del stored["region"]
    return stored


def canonical(stored: Mapping[str, Any]) -> str:
    """The one way to write the content, so that the same content has the same bytes."""
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(stored: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(canonical(stored).encode()).hexdigest()


def read_back(stored: Mapping[str, Any]) -> ReportContent:
    """The content of what was stored."""
    parts = tuple(
        Part(
            part["heading"],
            tuple(part["columns"]),
            tuple(tuple(row) for row in part["rows"]),
            part["nothing"],
            tuple(part["ends"]),
        )
        for part in stored["parts"]
    )
    return ReportContent(**{**stored, "parts": parts})
