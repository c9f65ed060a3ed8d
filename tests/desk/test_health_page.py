"""The rows of what changed this week."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from retention.health.band_changes import BandChange, Moved


@pytest.mark.parametrize("band, said", [("at_risk", "At risk"), ("watch", "Watch"), ("unknown", "No score")])
def test_what_changed_shows_the_state_it_has_now(band: str, said: str) -> None:
    moved = Moved(3, "Vela", 1, "Lena Voss", Decimal(100), "healthy", band, Decimal(39), date(2026, 11, 20))
    change = BandChange(moved, Decimal(78), ("Silence −9.0",), None, None)
    words = render_to_string(
        "desk/health/_change.html", {"row": change, "url": "/accounts/3/", "base": "EUR"}
    )
    assert said in words and "no next step" in words
