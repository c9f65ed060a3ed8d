"""Publishing which functions an account of each tier needs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.team.models import PeopleEvent, User
from retention.team.visibility import leads_people

from ..choices import TeamFunction, Tier
from ..models import TeamTemplate
from ..rosters import template_now

_functions = accepts.some_of("The functions", TeamFunction)


@transaction.atomic
def publish_team_template(
    *, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> TeamTemplate:
    """Publish the next version: ``needed_A`` is what tier A needs, ``backed_A`` what needs a backup too.

    Tiers that were not said stay. Raises PermissionDenied, InputRefused, NotEditable, StaleVersion.
    """
    if not leads_people(by):
        raise PermissionDenied("Leads and admins keep the templates.")
    checks = {f"{what}_{tier}": _functions for what in ("needed", "backed") for tier in Tier.values}
    kept, now = accepts.accepted(changes, checks), template_now()
    if expected_version is not None and expected_version != now.version:
        raise StaleVersion(expected=expected_version, current=now.version)
    needs = {tier: _needs_of(tier, dict(now.needs.get(tier, {})), kept) for tier in Tier.values}
    try:
        with transaction.atomic():
            made = TeamTemplate.objects.create(version=now.version + 1, needs=needs, by=by, at=at)
    except IntegrityError:
        raise StaleVersion(expected=now.version, current=now.version + 1) from None
    text = f"Published version {made.version} of what account teams need"
    PeopleEvent.objects.create(at=at, actor=by, kind="team_template", text=text)
    return made


def _needs_of(tier: str, before: Mapping[str, bool], kept: Mapping[str, Any]) -> dict[str, bool]:
    needed = kept.get(f"needed_{tier}", list(before))
    backed = kept.get(f"backed_{tier}", [name for name, with_backup in before.items() if with_backup])
    if idle := [name for name in backed if name not in needed]:
        text = f"{TeamFunction(idle[0]).label} is not needed for tier {tier}, so it needs no backup."
        raise accepts.InputRefused(text, field=f"backed_{tier}")
    return {name: name in backed for name in TeamFunction.values if name in needed}
