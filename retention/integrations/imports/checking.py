"""The check: every row is read, placed and compared; nothing but the staged rows is written."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from accounts.fx import base_currency
from plans.models import WhitespacePlay
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..jobs.work import Work
from ..models import Import, ImportFile, ImportMapping, ImportRow, RowState
from .choosing import Choices, choices_from
from .columns import BY_NAME, NOT_USED, signature_of
from .deciding import Decision, write_decisions
from .drafts import Cells, Draft, Reading
from .drafts.accounts import draft_account, draft_product
from .drafts.contracts import draft_contract
from .drafts.draft import refuse_broken
from .drafts.invoices import draft_invoice
from .drafts.people import draft_contact, draft_user
from .drafts.touchpoints import draft_appointment, draft_email
from .known import people_by_word
from .placing import Places
from .refusals import RowNotUsed, RowUnclear
from .staging import look_again, stage
from .values import folded_name

CHUNK = 2000
DRAFTED: dict[str, Callable[[Cells, Reading], Draft]] = {
    "users": draft_user,
    "products": draft_product,
    "accounts": draft_account,
    "contacts": draft_contact,
    "contracts": draft_contract,
    "invoices": draft_invoice,
    "emails": draft_email,
    "appointments": draft_appointment,
}
"""In the order in which kinds refer to each other."""


class Check:
    """What one check has seen so far."""

    def __init__(
        self, of: Import, choices: Choices, today: date, shift: int, *, has_contracts: bool = False
    ) -> None:
        self.base, self.has_contracts = base_currency(), has_contracts
        self.currency_of: dict[str, str] = {}
        self.of, self.choices, self.today, self.shift = of, choices, today, shift
        self.places = Places(of.source)
        self.people = people_by_word()
        self.staged_people: set[str] = set()
        self.unknown_owners: Counter[str] = Counter()
        self.stages: Counter[str] = Counter()
        self.seen: dict[tuple[str, str], str] = {}
        self.seen_at: dict[str, str] = {}
        self.buyers: dict[str, str] = {}
        self.worth: dict[str, Decimal] = {}
        self.since: dict[str, str] = {}
        self.currencies: set[str] = set()
        self.mails: list[tuple[int, str, str, str, str]] = []
        self.account_rows: dict[str, int] = {}
        self.primaries: dict[str, str] = {}
        self.openings: list[Decision] = []
        self.plays: dict[int, WhitespacePlay] = {}
        self.ending: set[int] = set()
        self.spans: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def reading(self, file: ImportFile) -> Reading:
        """How this file's cells are understood."""
        return Reading(
            self.choices, self.today, file.dates or "month_first", self.shift, self.base, self.has_contracts
        )

    def note_owner(self, name: str) -> None:
        """Count a name in an owner's column that is nobody of ours."""
        word = name.lower() if "@" in name else folded_name(name)
        if name and word not in self.people and word not in self.staged_people:
            self.unknown_owners[name] += 1


def draft_rows(check: Check, file: ImportFile, rows: list[tuple[int, int, list[str]]]) -> list[Decision]:
    """Read rows; what cannot be read is decided already."""
    reading, make = check.reading(file), DRAFTED[file.kind]
    decisions = []
    for row_id, number, cells in rows:
        decision = Decision(row_id, number, cells)
        decisions.append(decision)
        held = Cells(cells, file.mapping, file.columns)
        try:
            refuse_broken(cells, file.columns)
            draft = make(held, reading)
            decision.draft, decision.key, decision.flags = draft, draft.key, draft.flags
            _refuse_repeated(check, file, decision)
        except RowNotUsed as refused:
            decision.settle(RowState.SKIPPED, refused.message)
        except RowUnclear as refused:
            decision.settle(RowState.UNCLEAR, refused.message)
        except DomainError as refused:
            decision.settle(RowState.REJECTED, refused.message)
        held.look_for_mojibake()
        decision.flags = held.flags
    return decisions


def _refuse_repeated(check: Check, file: ImportFile, decision: Decision) -> None:
    kind = BY_NAME[file.kind].record_type
    draft = decision.draft
    account = folded_name(draft.account) or draft.account_id if draft else ""
    first = check.seen.setdefault((kind, decision.key), f"row {decision.number} of {file.name}")
    if first != f"row {decision.number} of {file.name}":
        decision.draft = None
        if file.kind == "contacts" and check.seen_at[decision.key] != account:
            raise RowUnclear(f"The same e-mail address or id as {first}, but at another account.")
        raise RowNotUsed(f"Says the same as {first}.")
    if file.kind == "contacts":
        check.seen_at[decision.key] = account


def run_check(work: Work) -> None:
    """The job: stage what is not staged yet, read and compare every row, sum up."""
    of = Import.objects.get(pk=work.job.subject_id or 0)
    _stage_files(of, work)
    judge_all(of, work)


def judge_all(of: Import, work: Work) -> None:
    """Check staged rows with the import's present choices."""
    from .judging import JUDGES
    from .summing import sum_up

    choices = choices_from(of.choices)
    files = list(of.files.filter(kind__in=DRAFTED).order_by("id"))
    with work.step() as now:
        today = local_day(now, choices.time_zone)
        _forget_decisions(files)
        work.progress(done=0, total=sum(file.rows for file in files), message="Checking the rows")
    shift = (today - of.last_day).days if choices.shift and of.last_day else 0
    check = Check(of, choices, today, shift, has_contracts=any(file.kind == "contracts" for file in files))
    done = 0
    for kind in DRAFTED:
        for file in files:
            for rows in _chunks(file) if file.kind == kind else ():
                with work.step():
                    decisions = draft_rows(check, file, rows)
                    JUDGES[kind](check, file, decisions)
                    write_decisions(BY_NAME[kind].record_type, decisions)
                    done += len(rows)
                    work.progress(done=done)
    with work.step():
        sum_up(check)


def _stage_files(of: Import, work: Work) -> None:
    for file in of.files.exclude(content=None).order_by("id"):
        with work.step() as now:
            work.progress(message=f"Reading {file.name}")
            stage(file, now.date())
    with work.step() as now:
        look_again(of, now.date())
        of.refresh_from_db()
        used = list(of.files.exclude(kind=""))
        of.last_day = max((file.last_day for file in used if file.last_day), default=None)
        of.signature = signature_of([(file.kind, file.columns) for file in used])
        _offer_remembered(of)
        of.save(update_fields=["last_day", "signature", "choices"])


def _offer_remembered(of: Import) -> None:
    """The first check of files of a known shape starts with what was chosen the last time."""
    remembered = ImportMapping.objects.filter(signature=of.signature).first()
    if of.checked_choices is None and remembered is not None:
        of.choices = of.choices | remembered.choices


def _forget_decisions(files: list[ImportFile]) -> None:
    rows = ImportRow.objects.filter(file__in=[file for file in files if file.kind not in NOT_USED])
    rows.exclude(state=RowState.STAGED).update(
        state=RowState.STAGED, reason="", flags="", key="", group="", record_id=None, draft=None
    )


def _chunks(file: ImportFile) -> Iterator[list[tuple[int, int, list[str]]]]:
    last = 0
    while True:
        rows = ImportRow.objects.filter(file=file, number__gt=last).order_by("number")
        chunk = list(rows.values_list("id", "number", "cells")[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1][1]
