"""Deals of a file as plays: one for each product at an account, which follows its deal until it ends."""

from decimal import Decimal
from typing import Any

from accounts.models import ContractLine, RecordType
from plans.models import WhitespaceCell, WhitespacePlay
from plans.planning.room_words import CellState

from ..models import ImportFile, RowState
from . import known
from .checking import Check
from .comparing import still_open
from .deciding import Decision, write_decisions
from .values import folded_name

UNDER_CONTRACT = "They have this product under contract: a renewal or more of it, and not white space."
ANOTHER = "Another open deal stands for this product at this account: there is one play for each."
STANDS = {
    CellState.PIPELINE: "Somebody works on this in Keel already.",
    CellState.OWNED: "Keel says that they own this.",
    CellState.NOT_APPLICABLE: "Keel says that this is not relevant for them.",
}
"""What the account's white space says that an open deal does not overrule."""
FOLLOWED = ("closes", "stage")
"""Fields of the source that a play follows when the source changes them."""
FROM_DEALS = ("From ", "that came by import.")
"""How the note of a potential begins and ends that nobody but an import gave."""
Place = tuple[str, str]
"""The group of an account, and a product's folded name."""


def settle_ended(check: Check, decisions: list[Decision]) -> None:
    """Deals that are no longer open matter only where their play still runs; it ends with them."""
    ended = [(one, draft) for one, draft in still_open(decisions) if "ended" in draft.values]
    running = _running(check, [one.key for one, _ in ended])
    for one, draft in ended:
        play = running.get(one.key)
        if play is None:
            one.settle(RowState.SKIPPED, draft.values["why"])
            continue
        _takes(one, play, {"ended": draft.values["ended"]})
        one.group = check.places.group_of(play.account_id)
        check.ending.add(play.pk)


def note_won(check: Check, decisions: list[Decision]) -> None:
    """A won deal whose play still runs ends it: what they bought is under contract."""
    won = {
        draft.values["opening"]: draft for one, draft in still_open(decisions) if "opening" in draft.values
    }
    for key, play in _running(check, list(won)).items():
        won[key].values["won_play"] = play.pk
        check.ending.add(play.pk)


def _running(check: Check, keys: list[str]) -> dict[str, WhitespacePlay]:
    """By its key, the play that an earlier import of this source began, while it runs."""
    ids = known.records_known_as(RecordType.ROOM_PLAY, check.of.source, keys)
    plays = WhitespacePlay.objects.running().select_related("cell").in_bulk(set(ids.values()))
    return {key: plays[number] for key, number in ids.items() if number in plays}


def _takes(one: Decision, play: WhitespacePlay, changes: dict[str, Any]) -> None:
    """The row changes its play."""
    _said(one)["changes"] = changes
    one.record_type, one.record_id = RecordType.ROOM_PLAY.value, play.pk
    words = {
        "potential": play.cell.potential,
        "closes": play.target_on,
        "stage": play.stage,
        "ended": play.stage,
    }
    one.settle(
        RowState.CHANGED,
        "; ".join(f"{name}: {words[name] or '—'} → {value}" for name, value in changes.items()),
    )


def judge_openings(check: Check, file: ImportFile, decisions: list[Decision]) -> None:
    """Those known from an earlier import, and new ones, wait until all rows were read."""
    opened = [(one, draft) for one, draft in still_open(decisions) if "is_opening" in draft.values]
    keys = [one.key for one, _ in opened]
    ids = known.records_known_as(RecordType.ROOM_PLAY, check.of.source, keys)
    check.plays |= {play.pk: play for play in _running(check, keys).values()}
    before = known.cells_before(RecordType.ROOM_PLAY, check.of.source, list(ids), check.of.pk) if ids else {}
    for one, draft in opened:
        one.record_type, one.record_id = RecordType.ROOM_PLAY.value, ids.get(one.key)
        one.settle(RowState.UNCHANGED if one.record_id else RowState.NEW)
        former, now = before.get(one.key), known.by_field(one.cells, file.mapping)
        draft.values["moved"] = [name for name in FOLLOWED if (former or {}).get(name) != now.get(name)]
        check.openings.append(one)
        if draft.values["stage_said"]:
            check.stages[draft.values["stage_said"]] += 1


def settle_openings(check: Check) -> None:
    """After all rows: of several deals on one product the first to close leads, with the worth of all."""
    if not check.openings:
        return
    sold, stands = _under_contract(check), _stands(check)
    by_place: dict[Place, list[Decision]] = {}
    for one in check.openings:
        by_place.setdefault((one.group, folded_name(_said(one)["product"])), []).append(one)
    for place, rows in by_place.items():
        _settle(check, rows, UNDER_CONTRACT if place in sold else stands.get(place, ""))
    write_decisions(RecordType.ROOM_PLAY, check.openings)


def _settle(check: Check, rows: list[Decision], against: str) -> None:
    """Whose play runs leads, else the first new one to close; those whose play is over stay as they are."""
    runs = [one for one in rows if one.record_id in check.plays and one.record_id not in check.ending]
    waiting = [one for one in rows if one.state == RowState.NEW]
    lead = min(runs or waiting, key=lambda one: (_said(one)["closes"] or "9999", one.number), default=None)
    for one in waiting:
        if one is not lead:
            one.settle(RowState.SKIPPED, ANOTHER)
    if lead is None:
        return
    said, worth, number = _said(lead), *_worth(rows, _said(lead)["currency"])
    said["potential"], said["deals"] = worth, number
    if lead.record_id is not None:
        _follow(lead, check.plays[lead.record_id])
    elif against:
        lead.settle(RowState.SKIPPED, against)
        return
    else:
        check.note_owner(said["owner"])
    check.currencies.add(said["currency"])


def _worth(rows: list[Decision], currency: str) -> tuple[str | None, int]:
    """What the open deals of a place come to in one currency, and how many say so."""
    alike = [one for one in rows if _said(one)["potential"] and _said(one)["currency"] == currency]
    worth = sum((Decimal(_said(one)["potential"]) for one in alike), Decimal(0))
    return (str(worth) if alike else None), len(alike)


def _follow(one: Decision, play: WhitespacePlay) -> None:
    """What the source says anew of a play; what people said of it since stays."""
    said, changes = _said(one), {}
    cell = play.cell
    is_ours = cell.potential_note.startswith(FROM_DEALS[0]) and cell.potential_note.endswith(FROM_DEALS[1])
    worth = Decimal(said["potential"]) if said["potential"] else None
    stands = (cell.potential_said, cell.currency)
    if worth is not None and (is_ours or cell.potential is None) and stands != (worth, said["currency"]):
        changes["potential"] = said["potential"]
    if "closes" in said["moved"] and said["closes"] and said["closes"] != play.target_on.isoformat():
        changes["closes"] = said["closes"]
    if "stage" in said["moved"] and said["stage"] and said["stage"] != play.stage:
        changes["stage"] = said["stage"]
    if changes:
        _takes(one, play, changes)


def _said(one: Decision) -> dict[str, Any]:
    assert one.draft is not None  # noqa: S101 - openings are kept with their drafts
    return one.draft.values


def _under_contract(check: Check) -> set[Place]:
    """What is in force today, in these files and in Keel."""
    today = check.today.isoformat()
    found = {
        (group, folded_name(product))
        for (group, product), spans in check.spans.items()
        if any(start <= today <= end for start, end in spans)
    }
    lines = ContractLine.objects.in_force_on(check.today).filter(
        contract__account__in=_accounts(check), product__isnull=False
    )
    for account_id, name in lines.values_list("contract__account", "product__name"):
        found.add((check.places.group_of(account_id), folded_name(name)))
    return found


def _stands(check: Check) -> dict[Place, str]:
    cells = WhitespaceCell.objects.filter(account__in=_accounts(check), unit=None, state__in=STANDS)
    cells = cells.exclude(state=CellState.PIPELINE, plays__in=check.ending)
    return {
        (check.places.group_of(account_id), folded_name(name)): STANDS[CellState(state)]
        for account_id, name, state in cells.values_list("account", "product__name", "state")
    }


def _accounts(check: Check) -> set[int]:
    groups = {one.group for one in check.openings}
    return {number for group, number in check.places.account_ids.items() if group in groups}
