"""The answer lines of the renewal lists: what is to be decided, what it is worth, what is late."""

from datetime import date, timedelta
from typing import Protocol

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from retention.renewals.models import Renewal, RenewalStage
from retention.renewals.questions import late_on

from ..formats import money_text
from ..words import answer, counted, fact, listed, opening, sentence
from .board import Board
from .weeks import Calendar
from .worth import Worth

SOON = 90
COUNTED_TO = 1001


class Links(Protocol):
    """Makes addresses of the table with the present filters."""

    def to_table(self, **more: str) -> str:
        """Narrowed by these parameters."""
        ...

    def to_days(self, first: date | None, before: date, name: str = "decides") -> str:
        """Narrowed to the renewals to be decided in these days."""
        ...


def in_words(worth: Worth) -> SafeString:
    """€2.31M, with what no rate turns into the workspace's currency beside it."""
    parts = (
        [money_text(worth.amount, worth.currency, "short")] if worth.amount or not worth.without_rate else []
    )
    parts += [money_text(amount, currency, "short") for currency, amount in worth.without_rate]
    return listed(parts, at_most=4)


def _late(number: int, links: Links) -> SafeString:
    if not number:
        return SafeString("")
    words = opening(_at_most(number, "is past its day", "are past their day"))
    return sentence(_("{late}."), late=fact(words, links.to_table(late="1")))


def board_answer(found: Board, links: Links) -> SafeString:
    """What stands on the board."""
    if not found.worth.number:
        return answer(sentence(_("Nothing is to be decided here.")))
    first = sentence(
        _("{worth} in {renewals} is to be decided."),
        worth=fact(in_words(found.worth)),
        renewals=fact(counted(found.worth.number, "renewal", "renewals"), links.to_table()),
    )
    return answer(first, _late_and_disputed(found, links))


def _late_and_disputed(found: Board, links: Links) -> SafeString:
    if not found.disputed.number:
        return _late(found.late, links)
    number = counted(found.disputed.number, "renewal", "renewals")
    disputed = fact(
        _("{renewals} worth {worth}").format(renewals=number, worth=in_words(found.disputed)),
        links.to_table(disagree="1"),
    )
    if not found.late:
        return sentence(_("Owner and system disagree on {disputed}."), disputed=disputed)
    words = opening(counted(found.late, "is past its day", "are past their day"))
    late = fact(words, links.to_table(late="1"))
    return sentence(_("{late}; owner and system disagree on {disputed}."), late=late, disputed=disputed)


def calendar_answer(found: Calendar, links: Links) -> SafeString:
    """What the thirteen weeks hold."""
    weeks = len(found.weeks)
    if found.worth.number:
        first = sentence(
            _("{worth} in {renewals} must be decided in the next {weeks} weeks."),
            worth=fact(in_words(found.worth)),
            renewals=fact(
                counted(found.worth.number, "renewal", "renewals"),
                links.to_days(found.weeks[0].first, found.weeks[-1].next_first),
            ),
            weeks=weeks,
        )
    else:
        first = sentence(_("No renewal must be decided in the next {weeks} weeks."), weeks=weeks)
    return answer(first, _late(found.late.number, links))


def table_answer(rows: QuerySet[Renewal], today: date, links: Links) -> SafeString:
    """What must be decided soon; counted no further than a thousand."""
    soon = rows.filter(decision_on__lte=today + timedelta(days=SOON), closed_on__isnull=True)
    first_ones = list(soon.order_by("decision_on", "id").values_list("decision_on", "stage")[:COUNTED_TO])
    if not first_ones:
        return answer(sentence(_("No renewal must be decided in the next {days} days."), days=SOON))
    until = links.to_days(None, today + timedelta(days=SOON + 1))
    first = sentence(
        _("{renewals} must be decided in the next {days} days."),
        renewals=fact(opening(_at_most(len(first_ones), "renewal", "renewals")), until),
        days=SOON,
    )
    return answer(first, _late(_late_among(first_ones, soon, today), links))


def _late_among(first_ones: list[tuple[date, str]], soon: QuerySet[Renewal], today: date) -> int:
    """How many are past their day: they come first, so that the same rows tell, unless there are too many."""
    if len(first_ones) == COUNTED_TO and first_ones[-1][0] < today:
        return len(soon.filter(late_on(today)).values_list("id", flat=True)[:COUNTED_TO])
    return sum(day < today and stage != RenewalStage.AUTO_RENEWING for day, stage in first_ones)


def _at_most(number: int, one: str, many: str) -> str:
    """214 renewals; beyond what is counted “more than 1,000 renewals”."""
    if number < COUNTED_TO:
        return counted(number, one, many)
    return _("more than {things}").format(things=counted(COUNTED_TO - 1, one, many))
