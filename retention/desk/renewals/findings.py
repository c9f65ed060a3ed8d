"""What the nightly check finds, with the records at fault and who may mend them."""

from dataclasses import dataclass

from accounts.models import Contract
from retention.renewals.integrity import Finding, findings_for
from retention.renewals.models import Renewal
from retention.team.models import User


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding; ``renewal`` is None where none is at fault or the reader does not see it."""

    finding: Finding
    contract: Contract
    renewal: Renewal | None
    may_mend: bool


def findings_shown(user: User) -> list[FindingShown]:
    """What concerns the contracts that *user* sees."""
    found = findings_for(user)
    ids = {one.contract_id for one in found}
    contracts = Contract.objects.visible_to(user).select_related("account").in_bulk(list(ids))
    renewals = Renewal.objects.visible_to(user).in_bulk([one.renewal_id for one in found if one.renewal_id])
    hands = set(Contract.objects.editable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        FindingShown(
            one,
            contracts[one.contract_id],
            renewals.get(one.renewal_id or 0),
            may_mend=one.fault.is_mended_anew and one.contract_id in hands,
        )
        for one in found
        if one.contract_id in contracts
    ]
