"""The ladder of a renewal as reminder rows: which rungs are still to be told, from today's point of view."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from retention.lib.business_days import EVERYDAY_OFFICE, Calendar, NoBusinessDay
from retention.reminders.actions import Plan, PlannedRow
from retention.reminders.models import Urgency

from .books import Book
from .breaks import decision_on
from .ladder import LadderState, PlannedRung, plan
from .models import Renewal, RenewalStage
from .rungs import DECISION

KIND = "renewal_rung"
_WEIGHT = {Urgency.DIGEST.value: 0, Urgency.TASK.value: 1, Urgency.IMMEDIATE.value: 2}


def plan_of(book: Book, renewal: Renewal, calendar: Calendar, *, on: date) -> Plan:
    """What the renewal should still tell; nothing once it is closed."""
    if renewal.is_closed:
        return Plan(renewal.pk, renewal.account_id)
    try:
        rungs = list(_rungs(book, renewal, calendar, on))
    except NoBusinessDay:
        rungs = list(_rungs(book, renewal, EVERYDAY_OFFICE, on))
    return Plan(renewal.pk, renewal.account_id, tuple(_row(rung) for rung in rungs))


def _rungs(book: Book, renewal: Renewal, calendar: Calendar, on: date) -> Iterator[PlannedRung]:
    """The ladder's plan; once a renewal renews by itself nothing is left to decide, only to prepare.

    The owner's call is the assessment asked for ninety days before.
    """
    decision = decision_on(book, renewal, calendar)
    if renewal.decision_on < decision.decision_on:  # one of those decided together comes first
        decision = replace(decision, anchor_on=renewal.decision_on, decision_on=renewal.decision_on)
    state = LadderState(stage=renewal.stage, is_assessed=bool(renewal.call))
    for rung in plan(decision, renewal.term_end, on=on, state=state, calendar=calendar):
        is_past_deciding = rung.rung.anchor == DECISION or rung.rung.offset > 0
        if renewal.is_break and rung.rung.anchor != DECISION:
            continue
        if renewal.stage != RenewalStage.AUTO_RENEWING or not is_past_deciding:
            yield rung


def _row(planned: PlannedRung) -> PlannedRow:
    """One reminder for the rung's whole audience, as urgent as the most urgent of them."""
    rung = planned.rung
    return PlannedRow(
        anchor_kind=planned.anchor_kind,
        anchor_on=planned.anchor_on,
        rung=rung.offset,
        content=rung.meaning,
        audience=tuple(who for who, _ in rung.audience),
        urgency=max((how for _, how in rung.audience), key=_WEIGHT.__getitem__),
        fire_on=planned.on,
    )
