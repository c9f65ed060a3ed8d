"""What two versions of a plan say differently: whole lines, in the order of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs. ``before`` is empty when it is new, ``after`` when it is gone."""

    where: str
    what: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """new, gone or changed."""
        return "new" if not self.before else "gone" if not self.after else "changed"


def differences(before: Rows, after: Rows) -> list[Change]:
    """Compare two frozen contents. A row is ``{key, where, what, text}``; its key says what is the same."""
    old = {row["key"]: row for row in before}
    new = {row["key"]: row for row in after}
    order = list(dict.fromkeys([*(row["key"] for row in after), *(row["key"] for row in before)]))
    found = []
    for key in order:
        was, now = str(old.get(key, {}).get("text", "")), str(new.get(key, {}).get("text", ""))
        if was != now:
            row = new.get(key) or old[key]
            found.append(Change(str(row["where"]), str(row["what"]), was, now))
    return found
