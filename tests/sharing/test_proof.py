"""Milestones, KPIs and what was given on top: shown where a link says so, once agreed or told."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from contacts.models import Contact
from plans import actions as goals
from plans.actions.goodwill import give_goodwill, tell_goodwill
from plans.actions.kpi_readings import close_reading, correct_reading, read_kpi
from plans.actions.kpis import add_kpi, agree_kpi
from plans.kpi_results import Span, ended_spans
from plans.models import Kpi, RoiTarget
from retention.lib.accepts import InputRefused
from retention.sharing import actions
from retention.sharing.actions import MadeLink
from retention.sharing.actions.links import NothingShown
from retention.sharing.models import ShareLink
from retention.team.models import User
from tests.desk.book import signed_in

from .shared_book import DAY, SharedBook

pytestmark = pytest.mark.django_db
PROOF: dict[str, Any] = dict.fromkeys(("shows_milestones", "shows_kpis", "shows_given"), True)


def page(made: MadeLink) -> str:
    answer = Client().get(made.path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def file(made: MadeLink) -> str:
    pages = PdfReader(io.BytesIO(Client().get(f"{made.path}plan.pdf").content)).pages
    return " ".join("\n".join(each.extract_text() for each in pages).split())


def spans(shared: SharedBook, most: int) -> list[Span]:
    return ended_spans("month", date.min, on=shared.now.date(), most=most)


def measured_kpi(shared: SharedBook, by: User) -> Kpi:
    """Agreed and shown: told two months ago and restated, nothing last month but what is not closed."""
    now, (last, before) = shared.now, spans(shared, 2)
    kpi = add_kpi(
        account=shared.account, name="Answers within an hour", unit="percent", target=Decimal("97.5"),
        starts_on=before.first, is_shared=True, deliverable="Help desk", by=by, at=now,
    )  # fmt: skip
    agree_kpi(kpi=kpi, contact=shared.petra, on=now.date(), by=by, at=now)
    told = read_kpi(
        kpi=kpi, period_on=before.first, actual=Decimal("98.25"), evidence="Secret list", by=by, at=now
    )
    close_reading(reading=told, by=by, at=now)
    again: dict[str, Any] = {"changes": {"actual": Decimal("96.5")}, "reason": "Secret slip"}
    correct_reading(reading=told, by=by, at=now, **again)
    read_kpi(kpi=kpi, period_on=last.first, actual=Decimal("55.5"), evidence="Draft", by=by, at=now)
    for name, fields in (("Secret and not agreed", {"is_shared": True}), ("Secret and not shown", {})):
        add_kpi(account=shared.account, name=name, unit="h", target=Decimal(4), by=by, at=now, **fields)
    return kpi


def test_a_kpi_shows_its_closed_periods_and_says_what_was_restated(shared: SharedBook, lena: User) -> None:
    measured_kpi(shared, lena)
    last, before = spans(shared, 2)
    made = actions.make_link(plan=shared.plan, by=lena, at=shared.now, **PROOF)
    for shown in (page(made), file(made)):
        for words in ("Answers within an hour", "At least", "97.5", "agreed by Petra Beck", "Help desk",
                      before.name, "96.5", "Missed", "restated", last.name, "Not told yet"):  # fmt: skip
            assert words in shown, words
        for words in ("Secret", "55.5", "98.25"):
            assert words not in shown, words
    assert "Answers within an hour" not in page(shared.made), "nobody chose to show KPIs there"


def test_what_was_given_is_shown_once_it_was_told(shared: SharedBook, lena: User) -> None:
    today = shared.now.date()
    for what, price, told in (
        ("A day of training", Decimal(1200), True),
        ("A second site", None, True),
        ("Secret until told", Decimal(700), False),
    ):
        entry = give_goodwill(
            account=shared.account, what=what, reason="Secret: to keep them", given_on=today,
            list_value=price, currency="EUR" if price else "", by=lena, at=shared.now,
        )  # fmt: skip
        if told:
            tell_goodwill(entry=entry, contact=shared.petra, on=today, by=lena, at=shared.now)
    made = actions.make_link(plan=shared.plan, by=lena, at=shared.now, **PROOF)
    for shown in (page(made), file(made)):
        for words in ("Given on top", "A day of training", "€1,200", "A second site", "No list price",
                      "and 1 without one", "Petra Beck"):  # fmt: skip
            assert words in shown, words
        assert "Secret" not in shown and "1,900" not in shown
    assert "A day of training" not in page(shared.made), "nobody chose to show it there"


def test_milestones_say_how_they_stood_on_their_day(shared: SharedBook, lena: User) -> None:
    today, target = shared.now.date(), shared.target
    points = [("-60", "11"), ("-30", "9"), ("-10", "8"), ("40", "6.5")]
    kept = [{"on": (today + int(days) * DAY).isoformat(), "value": value} for days, value in points]
    RoiTarget.objects.filter(pk=target.pk).update(milestones=kept)
    for days, value in ((-40, "8.5"), (-20, "8.6")):
        goals.measure(
            target=target, value=Decimal(value), measured_on=today + days * DAY, evidence="Seen", by=lena,
            at=shared.now,
        )  # fmt: skip
    made = actions.make_link(plan=shared.plan, by=lena, at=shared.now, **PROOF)
    for shown in (page(made), file(made)):
        told = [shown.index(word) for word in ("(not measured)", "(reached)", "(missed)", "(ahead)")]
        assert told == sorted(told) and "6.5" in shown
    assert "Milestones" not in page(shared.made), "nobody chose to show them there"


def test_days_and_figures_are_written_as_where_they_are(shared: SharedBook, lena: User) -> None:
    Contact.objects.filter(pk=shared.petra.pk).update(country="US")
    petra = Contact.objects.get(pk=shared.petra.pk)
    american = actions.make_link(plan=shared.plan, contact=petra, by=lena, at=shared.now)
    german = actions.make_link(plan=shared.plan, contact=petra, region="de", by=lena, at=shared.now)
    assert (american.link.region, german.link.region) == ("US", "DE")
    begins = shared.plan.period_start
    hers = signed_in(lena)
    for made, lang, day, amount in (
        (american, "en-us", f"{begins:%B %-d, %Y}", "€18,000"),
        (german, "en-de", f"{begins:%-d %B %Y}", "18.000 €"),
        (shared.made, "en-gb", f"{begins:%-d %B %Y}", "€18,000"),
    ):
        seen = hers.get(made.path).content.decode()
        preview = hers.get(f"/share-links/{made.link.pk}/preview/").content.decode()
        for shown in (seen, preview):
            assert f'<html lang="{lang}"' in shown and day in shown
            assert amount in shown.replace("\u00a0", " ")
        assert day in file(made) and amount in file(made)
    assert '<html lang="en-gb"' in hers.get(f"/plans/{shared.plan.pk}/share/").content.decode()


def test_a_way_of_writing_nobody_knows_is_refused(shared: SharedBook, lena: User) -> None:
    for region in ("XX", "JP", "\x00", "DEU"):
        with pytest.raises(InputRefused):
            actions.make_link(plan=shared.plan, region=region, by=lena, at=shared.now)
    Contact.objects.filter(pk=shared.petra.pk).update(country="JP")
    petra = Contact.objects.get(pk=shared.petra.pk)
    type(shared.account).objects.filter(pk=shared.account.pk).update(country="")
    assert actions.make_link(plan=shared.plan, contact=petra, by=lena, at=shared.now).link.region == "GB"
    with pytest.raises(NothingShown):
        alone = dict.fromkeys(("goals", "value", "actions", "people", "reviews"), False)
        parts: dict[str, Any] = {f"shows_{name}": flag for name, flag in alone.items()}
        actions.make_link(plan=shared.plan, by=lena, at=shared.now, shows_milestones=True, **parts)
    assert ShareLink.objects.count() == 2
