"""Praise: from a colleague, or a customer's words that reach whom they are for."""

from datetime import datetime

from django.db import transaction

from accounts.models import Account
from accounts.rights import visible_account
from accounts.timeline import record
from contacts.models import FeedbackItem
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import Team, TeamMembership, User

from ..models import Kudos
from ..telling import tell_praised

_words = accepts.text("The praise", 1000, required=True, many_lines=True)


class CannotBePraised(DomainError):
    """Praise is for a colleague who is there, and for somebody else."""


@transaction.atomic
def give_kudos(*, to: User, text: str, by: User, at: datetime, account: Account | None = None) -> Kudos:
    """Praise a colleague; they and who leads them are told. Whoever signs in may.

    Raises PermissionDenied for an account *by* does not see, CannotBePraised, InputRefused, TextRefused.
    """
    if to.pk == by.pk:
        raise CannotBePraised("Praise is for somebody else.", field="to")
    if not to.is_active or to.is_machine:
        raise CannotBePraised(f"{to.name} is not there any more.", field="to")
    if account is not None:
        account = visible_account(account.pk, by)
    kudos = Kudos.objects.create(
        to=to, team=_team_of(to), account=account, by=by, text=_words(text, "text"),
        given_on=local_day(at, by.time_zone),
    )  # fmt: skip
    if account is not None:
        record(
            account, "kudos_given", f"{by.name} praised {to.name}", by=by, at=at, subject=("kudos", kudos.pk)
        )
    tell_praised(kudos, kudos.text, by=by, at=at)
    return kudos


@transaction.atomic
def pass_praise_on(*, item: FeedbackItem, by: User, at: datetime) -> Kudos | None:
    """A customer's praise for one of ours reaches them and who leads them, once; None when it is nobody's."""
    to = item.about_user
    if to is None:
        return None
    kudos, is_new = Kudos.objects.get_or_create(
        feedback=item,
        defaults={"to": to, "team": _team_of(to), "account": item.account, "given_on": item.received_on},
    )
    if is_new:
        tell_praised(kudos, item.text, by=by, at=at)
    return kudos


def _team_of(person: User) -> Team | None:
    row = TeamMembership.objects.filter(user=person).select_related("team").order_by("id").first()
    return row.team if row else None
