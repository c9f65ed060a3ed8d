"""Save plays on a renewal's page."""

from decimal import Decimal

from django.test import Client

from contacts.models import NextStep
from retention.renewals.models import PlayRun
from retention.team.models import User

from .book import Book, signed_in
from .test_clicks import summary_of
from .test_renewal_page import own, shown


def test_a_play_that_starts_plans_its_steps_and_runs_once_per_cause(book: Book, hers: Client) -> None:
    start = {"play": "price_objection", "trigger": "They say it is too dear", "root_cause": ""}
    before = NextStep.objects.filter(account=book.account).count()
    assert hers.post(own(book, "plays/start/"), start).status_code == 302
    assert NextStep.objects.filter(account=book.account).count() > before
    said = shown(hers, book)
    assert "Price objection" in said and "They say it is too dear" in said
    again = hers.post(own(book, "plays/start/"), start)
    assert again.status_code == 422 and "is running here already" in summary_of(again.content.decode())


def test_a_play_ends_with_what_was_offered_and_kept(book: Book, hers: Client, nadia: User) -> None:
    hers.post(own(book, "plays/start/"), {"play": "silence", "trigger": "", "root_cause": ""})
    run = PlayRun.objects.get()
    end = {"run": run.pk, "outcome": "saved", "saved_arr": "41200", "offer_cost": "", "note": ""}
    wrong = hers.post(own(book, "plays/finish/"), end | {"run": "999999999"})
    assert wrong.status_code == 422 and "choose" in summary_of(wrong.content.decode())
    assert signed_in(nadia).post(own(book, "plays/finish/"), end).status_code == 302
    run.refresh_from_db()
    assert (run.outcome, run.saved_arr) == ("saved", Decimal(41200))
    said = shown(hers, book)
    assert "Silence" in said and "Saved" in said and "Say how it ended" not in said
