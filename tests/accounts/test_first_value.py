"""The day of first value is set on the account by form, action and import, never ahead."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.actions import edit_account
from accounts.models import Account
from retention.integrations.imports.choosing import Choices
from retention.integrations.imports.drafts.accounts import draft_account
from retention.integrations.imports.drafts.draft import Cells, Reading
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON, TODAY


def test_first_value_is_a_day_of_the_past_and_the_trail_knows_it(vela: Account, lena: User) -> None:
    with pytest.raises(DomainError, match="future") as refused:
        _set(vela, lena, TODAY + timedelta(days=1))
    assert refused.value.field == "first_value_on"
    _set(vela, lena, TODAY)
    vela.refresh_from_db()
    assert vela.first_value_on == TODAY
    trail: Any = vela
    assert trail.audit_rows.filter(first_value_on=TODAY).exists()


def _set(account: Account, by: User, day: object) -> None:
    edit_account(account=account, changes={"first_value_on": day}, by=by, at=NOON, expected_version=None)


def test_a_file_may_say_it_and_a_day_ahead_is_left_out() -> None:
    reading = Reading(choices=Choices(), today=TODAY, order="year_first")
    for said, kept in ((TODAY, str(TODAY)), (TODAY + timedelta(days=1), None)):
        cells = Cells(["Vela", str(said)], {"name": 0, "first_value": 1}, ["name", "First value on"])
        drafted = draft_account(cells, reading)
        assert drafted.values["first_value_on"] == kept
        assert drafted.flags == ([] if kept else ["left out: First value on"])
