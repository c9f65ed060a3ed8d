"""One's internal network: whom to keep up with and how often, and that one spoke."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.choices import TeamFunction
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import User

from ..models import NetworkTalk, NetworkTie
from .guards import between

EVERY_DAYS = 90
_function = accepts.one_of("The function", TeamFunction)
_pace = accepts.number("The days between two talks", least=7, most=365, required=True)
_note = accepts.text("The note", 300)


class CannotKeepUp(DomainError):
    """Oneself, the machine, somebody who left, or somebody already in the network."""


@transaction.atomic
def add_to_network(
    *, colleague: User, function: str, by: User, at: datetime, every_days: int = EVERY_DAYS,
    last_on: date | None = None,
) -> NetworkTie:  # fmt: skip
    """Keep up with a colleague: every 90 days when nothing is said. Raises InputRefused, CannotKeepUp."""
    if colleague.pk == by.pk or not colleague.is_active or colleague.is_machine:
        raise CannotKeepUp("Choose a colleague at work.", field="colleague")
    if NetworkTie.objects.current().filter(owner=by, colleague=colleague).exists():
        raise CannotKeepUp(f"{colleague.name} is in your network already.", field="colleague")
    today, pace = local_day(at, by.time_zone), _pace(every_days, "every_days")
    last = between(today - timedelta(days=3650), last_on, "last_on", by, at) if last_on else None
    tie = NetworkTie.objects.create(
        owner=by, colleague=colleague, function=_function(function, "function"), every_days=pace,
        started_on=today, next_on=today + timedelta(days=pace),
    )  # fmt: skip
    if last is not None:
        NetworkTalk.objects.create(tie=tie, on=last)
        _derive(tie)
    return tie


@transaction.atomic
def spoke_with(
    *, tie: NetworkTie, by: User, at: datetime, on: date | None = None, note: str = ""
) -> NetworkTalk:
    """Write down that one spoke; the next check-in follows from the last talk. Once a day.

    Raises PermissionDenied, InputRefused.
    """
    row = _own(tie, by)
    day = between(local_day(at, by.time_zone) - timedelta(days=365), on, "on", by, at)
    talk, is_new = NetworkTalk.objects.get_or_create(tie=row, on=day, defaults={"note": _note(note, "note")})
    if not is_new and note:
        talk.note = _note(note, "note")
        talk.save(update_fields=["note"])
    _derive(row)
    return talk


@transaction.atomic
def forget_talk(*, talk: NetworkTalk, by: User) -> NetworkTie:
    """Take back that one spoke. Raises PermissionDenied."""
    row = _own(talk.tie, by)
    NetworkTalk.objects.filter(pk=talk.pk).delete()
    _derive(row)
    return row


@transaction.atomic
def change_pace(*, tie: NetworkTie, every_days: int, by: User, function: str | None = None) -> NetworkTie:
    """Another pace, or function. Raises PermissionDenied, InputRefused."""
    row = _own(tie, by)
    row.every_days = _pace(every_days, "every_days")
    row.function = _function(function, "function") if function is not None else row.function
    row.save(update_fields=["every_days", "function"])
    _derive(row)
    return row


@transaction.atomic
def drop_from_network(*, tie: NetworkTie, by: User, at: datetime) -> NetworkTie:
    """Keep up no more. Raises PermissionDenied."""
    row = _own(tie, by)
    row.ended_on = local_day(at, by.time_zone)
    row.save(update_fields=["ended_on"])
    return row


def _own(tie: NetworkTie, by: User) -> NetworkTie:
    row = (
        NetworkTie.objects.editable_by(by).current().select_for_update(of=("self",)).filter(pk=tie.pk).first()
    )
    if row is None:
        raise PermissionDenied("A network is its owner’s alone.")
    return row


def _derive(row: NetworkTie) -> None:
    last = NetworkTalk.objects.filter(tie=row).order_by("-on").values_list("on", flat=True).first()
    row.last_on = last
    row.next_on = (last or row.started_on) + timedelta(days=row.every_days)
    row.save(update_fields=["last_on", "next_on"])
