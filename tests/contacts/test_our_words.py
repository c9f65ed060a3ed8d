"""What we say of ourselves beside what customers say, and what matters to them beside what we do about it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account
from contacts.actions import act_on_fact, learn, settle_step
from contacts.actions.our_words import publish_our_words
from contacts.forms.our_words import OurWordsForm, start_of
from contacts.knowledge.competitors import named_competitors, never_named, summed_up
from contacts.knowledge.our_words import in_theirs, our_lists, said_to_set_us_apart, with_ours
from contacts.knowledge.ratings import rated, ratings, without_action
from contacts.models import KnownFact, OurWords
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY

OURS: dict[str, Any] = {
    "differences": [
        {"name": "Spare parts overnight", "also": ["Ersatzteile über Nacht"]},
        {"name": "One person to call", "also": []},
    ],
    "competitors": [{"name": "Orca Ltd", "also": ["Orca"]}, {"name": "Portline", "also": []}],
}


def said(account: Account, by: User, text: str, topic: str = "difference", **more: Any) -> KnownFact:
    return learn(account=account, topic=topic, text=text, by=by, at=NOON, **more)


def test_leads_publish_and_the_newest_version_counts(nadia: User, lena: User) -> None:
    with pytest.raises(PermissionDenied):
        publish_our_words(changes=OURS, by=lena, at=NOON)
    assert our_lists().version == 0
    publish_our_words(changes=OURS, by=nadia, at=NOON, expected_version=0)
    publish_our_words(changes={"competitors": []}, by=nadia, at=NOON, expected_version=1)
    now = our_lists()
    assert (now.version, now.competitors) == (2, ())
    assert [word.keys for word in now.differences] == [
        ("spare parts overnight", "ersatzteile uber nacht"), ("one person to call",),
    ]  # fmt: skip
    with pytest.raises(StaleVersion):
        publish_our_words(changes={}, by=nadia, at=NOON, expected_version=1)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"name": "Orca"}, {"name": "ORCA"}], "twice"),
        ([{"name": "Orca | Ltd"}], "stands between"),
        ([{"name": "Orca", "also": [str(n) for n in range(7)]}], "other words"),
        ([{"name": str(n)} for n in range(51)], "more than 50"),
        ([{"name": " "}], "missing"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused(nadia: User, rows: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(InputRefused, match=words) as refused:
        publish_our_words(changes={"competitors": rows}, by=nadia, at=NOON)
    assert refused.value.field == "competitors"
    assert not OurWords.objects.exists()


def test_the_form_reads_what_it_wrote(nadia: User) -> None:
    publish_our_words(changes=OURS, by=nadia, at=NOON)
    start = start_of(our_lists())
    assert start["differences"].splitlines()[0] == "Spare parts overnight | Ersatzteile über Nacht"
    form = OurWordsForm(start)
    assert form.is_valid() and form.lists_said() == OURS


def test_our_first_difference_counts_the_customers_who_name_it(
    vela: Account, orchard: Account, lena: User, ada: User, nadia: User
) -> None:
    """Two said something; one of them names our first, in another language and twice: a half."""
    Account.objects.filter(pk=vela.pk).update(arr_base=184000)
    publish_our_words(changes=OURS, by=nadia, at=NOON)
    said(vela, lena, "ERSATZTEILE UBER NACHT, immer")
    said(vela, lena, "The spare parts overnight")
    said(orchard, ada, "Your prices")
    said(orchard, ada, "", outcome="not_known")
    rows = said_to_set_us_apart(ada)
    asked, (first, second) = in_theirs(rows, our_lists())
    assert (asked, first.accounts, first.share, first.revenue) == (2, 1, Decimal("0.5"), Decimal(184000))
    assert (second.accounts, second.share, second.revenue) == (0, Decimal(0), Decimal(0))
    everything: Any = with_ours(rows, our_lists())
    told = {row.text: row.ours for row in everything}
    assert told["Your prices"] == "" and told["The spare parts overnight"] == "Spare parts overnight"
    assert in_theirs(said_to_set_us_apart(lena), our_lists())[0] == 1, "she sees one of them"


def test_competitors_that_we_do_not_count_are_told_apart(
    vela: Account, orchard: Account, lena: User, ada: User, nadia: User
) -> None:
    learn(account=vela, topic="competitor", named="ORCA", by=lena, at=NOON)
    learn(account=orchard, topic="competitor", named="Newcomer", by=ada, at=NOON)
    rows = named_competitors(ada)
    assert {each.is_ours for each in summed_up(rows, our_lists())} == {None}, "no list, nothing to say"
    publish_our_words(changes=OURS, by=nadia, at=NOON)
    assert {each.name: each.is_ours for each in summed_up(rows, our_lists())} == {
        "Orca Ltd": True, "Newcomer": False,
    }  # fmt: skip
    assert [word.name for word in never_named(rows, our_lists())] == ["Portline"]


def test_the_same_words_of_two_customers_are_one_thing(
    vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    said(vela, lena, "On time", "driver", importance=5, performance=2)
    said(orchard, ada, "on TIME", "opinion", importance=4, performance=3)
    said(orchard, ada, "Price", "driver", importance=3)
    (only,) = ratings(rated(ada))
    assert (only.words.lower(), only.importance, only.performance, only.accounts) == ("on time", 4.5, 2.5, 2)
    assert sorted((row.importance or 0) * (5 - (row.performance or 5)) for row in rated(ada)) == [0, 8, 15]


def test_a_reason_with_nothing_done_in_sixty_days_is_found(vela: Account, lena: User) -> None:
    def idle(**on: Any) -> list[str]:
        rows = without_action(rated(lena), on=on.get("on", TODAY), reader=lena)
        return sorted(row.text for row in rows)

    old: dict[str, Any] = {"topic": "driver", "importance": 5, "said_on": TODAY - timedelta(days=60)}
    row = said(vela, lena, "On time", performance=2, **old)
    said(vela, lena, "Perfect already", performance=5, **old)
    said(vela, lena, "Young", **old | {"said_on": TODAY - timedelta(days=59)})
    said(vela, lena, "Not rated", **old)
    assert idle() == ["Not rated", "On time"]
    row = act_on_fact(fact=row, text="Train drivers", due_on=TODAY, owner=lena, by=lena, at=NOON)
    assert idle() == ["Not rated"], "a step is open"
    assert row.step is not None
    settle_step(step=row.step, state="done", by=lena, at=NOON)
    assert idle() == ["Not rated"], "one was finished just now"
    assert "On time" in idle(on=TODAY + timedelta(days=62)), "that was long ago"
