"""The rows of what changed this week."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from retention.desk.views.health import health_answer
from retention.health.band_changes import BandChange, Moved
from retention.health.team_facts import BandLine, TeamHealth


@pytest.mark.parametrize("band, said", [("at_risk", "At risk"), ("watch", "Watch"), ("unknown", "No score")])
def test_what_changed_shows_the_state_it_has_now(band: str, said: str) -> None:
    moved = Moved(3, "Vela", 1, "Lena Voss", Decimal(100), "healthy", band, Decimal(39), date(2026, 11, 20))
    change = BandChange(moved, Decimal(78), ("Silence −9.0",), None, None)
    words = render_to_string(
        "desk/health/_change.html", {"row": change, "url": "/accounts/3/", "base": "EUR"}
    )
    assert said in words and "no next step" in words


@pytest.mark.parametrize("scored, said", [(0, "No accounts"), (1, "One account"), (4, "Four accounts")])
def test_the_answer_counts_scores_with_the_verb_of_their_number(scored: int, said: str) -> None:
    unknown = BandLine("unknown", "No score", 23 - scored, Decimal(0))
    known = BandLine("healthy", "Healthy", scored, Decimal(0))
    facts = TeamHealth(
        on=date(2026, 11, 23), bands=(known, unknown), owners=(), accounts=23, arr=Decimal(0), coverage=None,
        at_risk_arr_before=Decimal(0), changes=(), changed=0, worse=0, worse_arr=Decimal(0), small_moves=0,
        dots=(), closed_on=None, live_words="",
    )  # fmt: skip
    words = re.sub(r"<[^>]+>", "", health_answer(facts))
    assert words.endswith(f"{said} of 23 {'has' if scored == 1 else 'have'} a score.")
