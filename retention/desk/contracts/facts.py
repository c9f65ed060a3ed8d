"""What the page of one contract shows, read in a few statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.arr import arr_of_line
from accounts.choices import ContractState, PriceModel
from accounts.models import BreakOption, Contract, ContractLine, LineSuspension, MonthUsage
from accounts.rights import may_edit
from accounts.variable import trailing
from retention.lib.business_days import EVERYDAY_OFFICE, Calendar, NoBusinessDay
from retention.renewals.decisions import calendar_for, decision_for, terms_of
from retention.renewals.models import Renewal
from retention.renewals.notice import NoticeTerms, act_by, earliest_exit, next_review, notice_deadline
from retention.team.calendars import Calendars
from retention.team.history import Change, history_of
from retention.team.models import User

from .moved import Moved, movements_behind

USAGE_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with what it carries today and what happens to it.

    ``usage`` is what its latest months billed, ``variable`` what the last three make in a year.
    """

    line: ContractLine
    arr_today: Decimal
    suspension: LineSuspension | None
    may_change: bool
    may_suspend: bool
    usage: dict[date, Decimal]
    variable: Decimal | None

    @property
    def is_by_usage(self) -> bool:
        """True when it is priced by usage without a minimum."""
        return self.line.price_model == PriceModel.USAGE


@dataclass(frozen=True, slots=True)
class BreakRow:
    """A break option and the last day to give notice for it."""

    option: BreakOption
    deadline: date | None
    act_by: date | None


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Until when notice can be given, and how that was read."""

    deadline: date | None = None
    act_by: date | None = None
    is_assumed: bool = False
    earliest_exit: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """Everything on the page of one contract."""

    contract: Contract
    today: date
    arr_today: Decimal
    lines: list[LineRow]
    breaks: list[BreakRow]
    notice: NoticeFacts
    movements: list[Moved]
    renewals: list[Renewal]
    changes: list[Change]
    may_edit: bool
    successor: Contract | None = None


def contract_facts(contract: Contract, reader: User, *, today: date) -> ContractFacts:
    """The contract as the reader may see it; ``today`` is the reader's day."""
    rows = ContractLine.objects.visible_to(reader).filter(contract=contract)
    rows = rows.select_related("product", "org_unit", "superseded_by", "contract")
    lines = list(rows.order_by("start_on", "id"))
    pauses = {
        pause.line_id: pause
        for pause in LineSuspension.objects.visible_to(reader).filter(line__contract=contract)
    }
    usage = _usage(contract, reader)
    calendar = calendar_for(contract, Calendars())
    editable = may_edit(contract.account_id, reader)
    in_force = editable and contract.state == ContractState.ACTIVE
    later = Contract.objects.visible_to(reader).filter(predecessor=contract).first()
    return ContractFacts(
        contract=contract,
        today=today,
        arr_today=sum((arr_of_line(line, today) for line in lines), Decimal(0)),
        lines=[_row(line, pauses.get(line.pk), usage.get(line.pk, {}), in_force, today) for line in lines],
        breaks=[_break(row, calendar) for row in contract.breaks.order_by("on")],
        notice=_notice(contract, calendar, today),
        movements=movements_behind(contract, reader),
        renewals=list(
            Renewal.objects.visible_to(reader).filter(contract=contract).order_by("-term_end")[:10]
        ),
        changes=history_of(contract, reader, limit=20),
        may_edit=editable,
        successor=later,
    )


def _usage(contract: Contract, reader: User) -> dict[int, dict[date, Decimal]]:
    """What the usage lines billed, by month."""
    found: dict[int, dict[date, Decimal]] = defaultdict(dict)
    rows = MonthUsage.objects.visible_to(reader).filter(line__contract=contract)
    for line_id, month, amount in rows.order_by("-month").values_list("line_id", "month", "amount"):
        found[line_id][month] = amount
    return found


def _row(
    line: ContractLine,
    pause: LineSuspension | None,
    usage: dict[date, Decimal],
    in_force: bool,
    today: date,
) -> LineRow:
    follower = line.superseded_by
    is_own = follower is None or follower.contract_id == line.contract_id
    goes_on = is_own and pause is None and line.agreed_end_on is None
    has_time = line.end_on is None or line.end_on >= today
    return LineRow(
        line=line,
        arr_today=arr_of_line(line, today),
        suspension=pause,
        may_change=in_force,
        may_suspend=in_force and goes_on and has_time and line.is_recurring,
        usage=dict(list(usage.items())[:USAGE_SHOWN]),
        variable=trailing(usage, today),
    )


def _break(option: BreakOption, calendar: Calendar) -> BreakRow:
    terms = NoticeTerms(option.notice_value, option.notice_unit, option.notice_counted_from)
    try:
        deadline = notice_deadline(option.on, terms, calendar)
        return BreakRow(option, deadline, act_by(deadline, calendar) if deadline else None)
    except NoBusinessDay:
        deadline = notice_deadline(option.on, terms, EVERYDAY_OFFICE)
        return BreakRow(option, deadline, act_by(deadline, EVERYDAY_OFFICE) if deadline else None)


def _notice(contract: Contract, calendar: Calendar, today: date) -> NoticeFacts:
    if contract.term_end is None:
        try:
            leaves = earliest_exit(today, terms_of(contract), calendar)
        except NoBusinessDay:
            leaves = earliest_exit(today, terms_of(contract), EVERYDAY_OFFICE)
        return NoticeFacts(earliest_exit=leaves, review_on=next_review(contract.term_start, on=today))
    decision = decision_for(contract, contract.term_end, calendar)
    return NoticeFacts(decision.notice_deadline, decision.decision_on, decision.is_assumed)
