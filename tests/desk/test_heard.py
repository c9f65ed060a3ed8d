"""The first sentence of an account's pages: by state, never advice to ring who has left."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Account
from retention.desk.account.heard import last_heard

TODAY = date(2026, 11, 22)
SPOKEN = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "band", "last", "said"),
    [
        ("live", "healthy", SPOKEN, "<b>Healthy</b>, last spoken to <b>20 Oct</b>."),
        ("live", "unknown", None, "<b>No score</b>: nobody has spoken with them yet."),
        ("former", "unknown", None, "<b>Former customer</b>: no conversation with them is kept here."),
        ("former", "unknown", SPOKEN, "<b>Former customer</b>, last spoken to <b>20 Oct</b>."),
        ("dormant", "unknown", None, "<b>Dormant by agreement</b>: no conversation with them is kept here."),
    ],
)
def test_a_former_customer_is_called_one_and_not_one_nobody_has_spoken_with_yet(
    stage: str, band: str, last: datetime | None, said: str
) -> None:
    account = Account(stage=stage, health_band=band)
    assert last_heard(account, last, today=TODAY) == said
