"""Many rows in one statement: nothing is cut, lists survive, a taken key is left alone when asked."""

from datetime import date, time

import pytest
from django.db import DataError, IntegrityError, transaction

from accounts.models import Account
from retention.lib import many_rows
from retention.reminders.models import Reminder
from tests.cast import NOON

pytestmark = pytest.mark.django_db
COLUMNS = (
    *(
        "kind",
        "account_id",
        "subject_id",
        "anchor_kind",
        "anchor_on",
        "rung",
        "content",
        "audience",
        "urgency",
    ),
    *("fire_on", "fire_wall", "fire_zone", "fire_at", "state", "state_reason", "dedupe_key"),
)


def row(
    vela: Account, key: str, *, content: str = "c", audience: tuple[str, ...] = ("owner",)
) -> list[object]:
    subject = ["renewal", vela.pk, 7, "notice", date(2027, 3, 1), -5, content, audience, "task"]
    return [*subject, date(2027, 2, 24), time(0, 5), "UTC", NOON, "planned", "", key]


def test_more_rows_than_fit_one_statement_are_all_written(
    vela: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_rows, "AT_ONCE", 2)
    many_rows.add_rows(Reminder, COLUMNS, [row(vela, f"k{number}") for number in range(5)])
    assert Reminder.objects.count() == 5
    assert (
        Reminder.objects.filter(recorded_at__isnull=False, retry_at=None, rung=-5, fire_at=NOON).count() == 5
    )
    many_rows.add_rows(Reminder, COLUMNS, [])


def test_lists_of_any_length_and_any_text_survive(vela: Account) -> None:
    said = {"none": (), "two": ("owner", "lead"), "odd": ('a"b\\', "c,d{}", "NULL")}
    many_rows.add_rows(Reminder, COLUMNS, [row(vela, key, audience=value) for key, value in said.items()])
    stored = Reminder.objects.values_list("dedupe_key", "audience")
    assert dict(stored) == {key: list(value) for key, value in said.items()}


def test_what_is_too_long_is_refused_and_not_cut(vela: Account) -> None:
    with pytest.raises(DataError), transaction.atomic():
        many_rows.add_rows(Reminder, COLUMNS, [row(vela, "k", content="x" * 41)])
    assert not Reminder.objects.exists()


def test_a_taken_key_is_an_error_unless_what_exists_is_to_be_kept(vela: Account) -> None:
    many_rows.add_rows(Reminder, COLUMNS, [row(vela, "k", content="first")])
    again = [row(vela, "k", content="second"), row(vela, "other")]
    with pytest.raises(IntegrityError), transaction.atomic():
        many_rows.add_rows(Reminder, COLUMNS, again)
    many_rows.add_rows(Reminder, COLUMNS, again, keep_existing=True)
    assert dict(Reminder.objects.values_list("dedupe_key", "content")) == {"k": "first", "other": "c"}


def test_columns_change_in_the_rows_named_and_in_no_other(vela: Account) -> None:
    many_rows.add_rows(Reminder, COLUMNS, [row(vela, key) for key in ("a", "b", "c")])
    ids = dict(Reminder.objects.values_list("dedupe_key", "pk"))
    changes = [(ids["a"], ["lead"], "now"), (ids["c"], [], "later")]
    many_rows.change_rows(Reminder, ["audience", "content"], changes)
    stored = {
        key: (who, what)
        for key, who, what in Reminder.objects.values_list("dedupe_key", "audience", "content")
    }
    assert stored == {"a": (["lead"], "now"), "b": (["owner"], "c"), "c": ([], "later")}


def test_an_unknown_column_is_an_error(vela: Account) -> None:
    with pytest.raises(KeyError):
        many_rows.add_rows(Reminder, ["account"], [[vela.pk]])
