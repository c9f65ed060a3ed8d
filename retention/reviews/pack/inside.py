"""The internal appendix. It holds only what everybody who sees the account may read: it is kept."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import Account
from contacts.map_facts import map_of
from plans.models import GrowthFrame, GrowthLine, PlanRisk, WhitespaceCell
from plans.planning.room_words import CellState
from plans.shown import plan_of_account
from retention.health.facts import explain_account
from retention.renewals.models import Renewal
from retention.team.models import User

from .blocks import Block, Cell, day, lines, money, pairs, table

REASONS = 6
MOST = 20
TO_WIN = (CellState.OPEN, CellState.COMPETITOR, CellState.PIPELINE, CellState.PARTLY)


def health(account: Account, reader: User, at: datetime) -> list[Block]:
    """The score, and the measures that move it most, by size."""
    fact = explain_account(account, reader=reader, at=at)
    if fact is None:
        return []
    score = f"{fact.value:.0f} of 100" if fact.value is not None else None
    known = [each for each in fact.measures if each.points is not None]
    known.sort(key=lambda each: abs(each.points or Decimal(0)), reverse=True)
    reasons = [(each.label, each.words or None, f"{each.points:+.1f}") for each in known[:REASONS]]
    caps = [cap.text for cap in fact.caps]
    return [
        *pairs(("Health", fact.band_words), ("Score", score), ("What we know", f"{fact.coverage:.0%}")),
        *table(("Reason", "How it is", "Points"), reasons, ends=(2,)),
        *lines("What holds the score down", caps),
    ]


def people(account: Account, reader: User, on: date) -> list[Block]:
    """Parts on the map and what is missing; no attitudes, which only the account team reads."""
    facts = map_of(account, reader, on=on)
    rows: list[tuple[Cell, ...]] = [
        (person.contact.name, person.contact.title, ", ".join(role.label for role in person.roles) or None,
         day(person.last_on))
        for person in facts.here
        if person.roles and not person.contact.is_placeholder
    ]  # fmt: skip
    gaps = [flag.title for flag in facts.flags if not flag.is_team_only]
    score = facts.coverage.score
    return [
        *pairs(("Coverage", f"{score:.0f} of 100" if score is not None else None)),
        *table(("Who", "Title", "Part", "Last spoken"), rows[:MOST]),
        *lines("What is missing", gaps[:MOST]),
    ]


def risks(account: Account, reader: User) -> list[Block]:
    """Open risks of the plan, the likeliest first."""
    plan = plan_of_account(account, reader)
    rows = PlanRisk.objects.visible_to(reader).open().filter(plan=plan) if plan else []
    head = ("Risk", "Likelihood", "Impact a year", "Against it", "Next look")
    ordered = sorted(rows, key=lambda row: (-row.likelihood, row.pk))[:MOST]
    return table(
        head,
        [
            (row.description, f"{row.likelihood} of 5", money(row.impact, account.currency), row.mitigation,
             day(row.look_on))
            for row in ordered
        ],
        ends=(2,),
    )  # fmt: skip


def growth(account: Account, reader: User) -> list[Block]:
    """What could still be won, cell by cell, and what the plan counts on."""
    cells = WhitespaceCell.objects.visible_to(reader).filter(account=account, state__in=TO_WIN)
    cells = cells.select_related("product", "unit").order_by("product__name", "unit__name", "id")[:MOST]
    room = table(
        ("Product", "Unit", "State", "A year", "Ready"),
        [
            (cell.product.name, cell.unit.name if cell.unit else None, cell.get_state_display(),
             money(cell.potential, cell.currency), f"{cell.readiness} of 10")
            for cell in cells
        ],
        ends=(3, 4),
    )  # fmt: skip
    return room + _lines_of_growth(account, reader)


def _lines_of_growth(account: Account, reader: User) -> list[Block]:
    plan = plan_of_account(account, reader)
    if plan is None:
        return []
    frame = GrowthFrame.objects.visible_to(reader).filter(plan=plan).first()
    currency = frame.currency if frame else account.currency
    rows = GrowthLine.objects.visible_to(reader).filter(plan=plan).order_by("due_on", "id")[:MOST]
    return table(
        ("Opening", "A year", "Likely", "By"),
        [(row.what, money(row.amount, currency), f"{row.probability} %", day(row.due_on)) for row in rows],
        ends=(1, 2),
    )


def renewal(account: Account, reader: User) -> list[Block]:
    """Yearly revenue and the decisions ahead."""
    rows = Renewal.objects.visible_to(reader).filter(account=account, closed_on__isnull=True)
    ahead = [
        (day(row.decision_on), day(row.term_end), money(row.atr, row.currency), row.get_stage_display(),
         row.get_call_display() or None)
        for row in rows.order_by("decision_on", "id")[:MOST]
    ]  # fmt: skip
    head = ("Decided by", "Ends on", "Up for renewal", "Stage", "Our call")
    return [*pairs(("Yearly revenue", money(account.arr, account.currency))), *table(head, ahead, ends=(2,))]
