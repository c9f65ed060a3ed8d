"""``updated_since``: what a script asks for that keeps another system in step."""

from datetime import timedelta

import pgtrigger
import pytest

from accounts.actions import edit_account
from accounts.models import Account
from retention.integrations.api_urls import router
from retention.lib.api.changed import audit_of
from retention.lib.clock import database_now
from retention.team.models import User

from .conftest import Scripts, fields_at_fault

pytestmark = pytest.mark.django_db
OF_PLANS = (
    "plans", "objectives", "key-results", "plan-actions", "plan-risks", "roi-targets", "measurements",
    "value-entries", "change-records", "whitespace-cells", "whitespace-plays", "reviews",
)  # fmt: skip


def test_a_row_is_told_from_the_moment_it_was_changed(
    script: Scripts, vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    hers, now = script(lena), database_now()
    quiet = Account.objects.create(name="Vela Marina", owner=lena, team=vela.team, tier="B", currency="EUR")
    with pgtrigger.ignore():
        audit_of(Account)._base_manager.update(pgh_created_at=now - timedelta(days=9))
    for row, by in ((vela, lena), (orchard, nico)):
        edit_account(account=row, changes={"name": f"{row.name} Group"}, by=by, at=now, expected_version=None)

    def told(since: str) -> list[int]:
        return [row["id"] for row in hers.get("accounts/", updated_since=since).json()["results"]]

    since = (now - timedelta(days=1)).isoformat()
    assert told(since) == [vela.pk]  # the other one that changed is not hers to see
    assert told(since[:10]) == [vela.pk]
    assert told(since.replace("+", " ")) == [vela.pk]  # an address makes a space of a plus
    assert told(since.partition("+")[0]) == [vela.pk]  # without a zone in hers
    assert told((now + timedelta(hours=1)).isoformat()) == []
    assert told((now - timedelta(days=10)).isoformat()) == [vela.pk, quiet.pk]


def test_a_time_nobody_can_read_is_refused_by_name(script: Scripts, vela: Account, lena: User) -> None:
    hers = script(lena)
    for wrong in (
        "",
        "yesterday",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "\x00",
        "5",
    ):
        answer = hers.get("accounts/", updated_since=wrong)
        assert answer.status_code == 400, wrong
        assert fields_at_fault(answer) == ["updated_since"], wrong


def test_every_list_of_an_audited_table_knows_it(script: Scripts, lena: User) -> None:
    ours, later = script(lena), (database_now() + timedelta(days=1)).isoformat()
    asked = [
        prefix for prefix, view, _ in router.registry
        if hasattr(view, "list") and audit_of(getattr(view, "model", None)) is not None
    ]  # fmt: skip
    assert set(OF_PLANS) <= set(asked)
    for prefix in asked:
        answer = ours.get(f"{prefix}/", updated_since=later)
        assert (answer.status_code, answer.json().get("results")) == (200, []), prefix


def test_every_list_about_plans_and_value_can_be_asked_of_one_account(
    script: Scripts, vela: Account, lena: User
) -> None:
    hers = script(lena)
    more = (
        "plan-versions",
        "growth-lines",
        "share-links",
        "share-views",
        "client-words",
        "added-value",
        "lessons",
    )
    for prefix in (*OF_PLANS, *more):
        assert hers.get(f"{prefix}/", account=vela.pk).status_code == 200, prefix
