"""Opening renewals with the contract they decide on."""

from datetime import datetime

from django.db import transaction

from accounts.models import Contract
from accounts.rights import editable_account
from retention.team.models import User

from ..models import Renewal
from ..sync import sync_contracts


@transaction.atomic
def open_renewals_of(*, contract: Contract, by: User, at: datetime) -> list[Renewal]:
    """Make sure that every term end of a contract in force has its renewal; return the open ones.

    Doing it again changes nothing. Raises PermissionDenied.
    """
    editable_account(contract.account_id, by)
    sync_contracts([contract.pk], by=by, at=at)
    return list(Renewal.objects.open().filter(contract=contract).order_by("term_end"))
