"""The facts that were entered on the way to a decision, as words."""

from datetime import date
from decimal import Decimal

from retention.renewals.models import StageEvidence

from ..formats import day_text, money_text, number_text
from ..renewal_facts_form import FactsForm

NOT_SHOWN = ("version", "conversation", "objects_to_price")


def known_facts(evidence: StageEvidence | None, currency: str, today: date) -> list[tuple[str, str]]:
    """Label and value of everything that was entered, in the order of the form."""
    if evidence is None:
        return []
    found = []
    for name, field in FactsForm.base_fields.items():
        value = None if name in NOT_SHOWN else _shown(evidence, name)
        if value not in (None, ""):
            found.append((str(field.label), _written(name, value, currency, today)))
    if evidence.objects_to_price:
        found.append((str(FactsForm.base_fields["objects_to_price"].label), "Yes"))
    return found


def _shown(evidence: StageEvidence, name: str) -> object:
    words = getattr(evidence, f"get_{name}_display", None)
    return words() if words else getattr(evidence, name)


def _written(name: str, value: object, currency: str, today: date) -> str:
    if isinstance(value, date):
        return day_text(value, today)
    if name == "proposal_uplift_pct" and isinstance(value, Decimal):
        return f"{number_text(value, 1)} %"
    return money_text(value, currency) if isinstance(value, Decimal) else str(value)
