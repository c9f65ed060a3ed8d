"""The form of what we say of ourselves: one line each, other words for the same behind a bar."""

from collections.abc import Iterable
from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import CheckedField
from retention.lib.forms import ActionForm

from ..actions.our_words import BETWEEN
from ..knowledge.our_words import OurLists, OurWord

_lines = accepts.text("The list", 12_000, many_lines=True)
HINT = f"One a line. Other words for the same behind {BETWEEN}: Parts overnight {BETWEEN} spares by morning"


class OurWordsForm(ActionForm):
    """What should set us apart, in our order, and whom we count as competitors."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    differences = CheckedField(
        _lines, many_lines=True, rows=8, required=False, label="What sets us apart, the first thing first",
        help_text=HINT,
    )  # fmt: skip
    competitors = CheckedField(
        _lines, many_lines=True, rows=8, required=False, label="Whom we count as competitors", help_text=HINT
    )

    def lists_said(self) -> dict[str, list[dict[str, Any]]]:
        """Both lists as rows."""
        return {name: _read(self.cleaned_data[name]) for name in ("differences", "competitors")}


def start_of(ours: OurLists) -> dict[str, Any]:
    """What stands in the form."""
    return {
        "version": ours.version,
        "differences": _written(ours.differences),
        "competitors": _written(ours.competitors),
    }


def _written(words: Iterable[OurWord]) -> str:
    return "\n".join(f" {BETWEEN} ".join((word.name, *word.also)) for word in words)


def _read(text: str) -> list[dict[str, Any]]:
    lines = [[part.strip() for part in line.split(BETWEEN)] for line in text.splitlines() if line.strip()]
    return [{"name": parts[0], "also": [part for part in parts[1:] if part]} for parts in lines]
