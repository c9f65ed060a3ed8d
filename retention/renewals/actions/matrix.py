"""Publishing the table of who must agree to which terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.team.models import PeopleEvent, User
from retention.team.visibility import runs_the_workspace

from ..matrix import BOUNDS, PERCENTAGES, SPECIAL, as_fields, as_rules
from ..models import ApprovalMatrix, Level
from ..price_facts import matrix_now
from ..pricing import PEOPLE, STARTER
from .terms import percentage


def _whole(label: str, least: int, most: int) -> accepts.Check:
    return accepts.number(label, least=least, most=most, required=True)


def _share(label: str, most: int = 100) -> accepts.Check:
    check = percentage(label, most=most)

    def required(value: Any, field: str) -> Any:
        kept = check(value, field)
        if kept is None:
            raise accepts.InputRefused(f"{label} is missing.", field=field)
        return kept

    return required


MATRIX_CHECKS: dict[str, accepts.Check] = {
    **{name: _share("The discount") for name in BOUNDS},
    **{name: _share("The percentage") for name in PERCENTAGES},
    **{
        name: accepts.some_of("Who agrees", Level)
        for name in ("who_second", "who_third", "who_above", *PEOPLE, *SPECIAL)
    },
    "term_over_months": _whole("The longest term", 1, 240),
    "term_under_months": _whole("The shortest term", 0, 240),
    "payment_over_days": _whole("The days to pay", 0, 365),
    "sla_business_days": _whole("The working days to answer", 1, 30),
    **{f"policy_{tier}": percentage(f"The rise of tier {tier}") for tier in STARTER["policy_uplift_pct"]},
}


@transaction.atomic
def publish_matrix(
    *, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> ApprovalMatrix:
    """Publish the next version of the table; what was not said stays. Standing requests keep theirs.

    ``expected_version`` is that of the table the writer has seen, 0 for the one Keel comes with.
    Raises PermissionDenied, InputRefused, NotEditable, MatrixRefused, StaleVersion.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied("Admins keep the price policy.")
    kept = accepts.accepted(changes, MATRIX_CHECKS)
    now = matrix_now()
    if expected_version is not None and expected_version != now.version:
        raise StaleVersion(expected=expected_version, current=now.version)
    rules = as_rules({**as_fields(now.rules), **kept})
    try:
        with transaction.atomic():
            made = ApprovalMatrix.objects.create(version=now.version + 1, rules=rules, by=by, at=at)
    except IntegrityError:
        raise StaleVersion(expected=now.version, current=now.version + 1) from None
    text = f"Published version {made.version} of who must agree to terms"
    PeopleEvent.objects.create(at=at, actor=by, kind="approver", text=text)
    return made
