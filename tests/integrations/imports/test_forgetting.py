"""Rows of finished imports go after the days of undo; the report and the next comparison stay whole."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Account
from retention.integrations.imports.actions import UNDO_FOR
from retention.integrations.imports.forgetting import forget_rows
from retention.integrations.imports.looking import view_of
from retention.integrations.models import Import, ImportRow
from retention.lib.clock import database_now
from retention.team.models import User

from .running import applied, decisions, pack, undone

pytestmark = pytest.mark.django_db


def later(days: int = 8) -> datetime:
    return database_now() + timedelta(days=days)


def forget_all(limit: int = 5) -> list[int]:
    rounds = []
    while done := forget_rows(later(), limit):
        rounds.append(done)
    return rounds


def rows_of(of: Import) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, state in ImportRow.objects.filter(of=of).values_list("record_type", "state"):
        found[f"{kind} {state}".strip()] = found.get(f"{kind} {state}".strip(), 0) + 1
    return found


def test_nothing_goes_while_the_import_can_be_taken_back(ada: User) -> None:
    of = applied(ada, pack())
    assert of.applied_at is not None
    assert forget_rows(of.applied_at + UNDO_FOR, 100) == 0
    assert forget_rows(later(), 100) > 0


def test_rows_go_in_bounded_batches_and_what_was_not_taken_stays(ada: User) -> None:
    of = applied(ada, pack(), owners={"Vic Stone": "inactive"})
    before = rows_of(of)
    assert before["touchpoint added"] > 0
    rounds = forget_all(5)
    assert max(rounds) == 5
    left = rows_of(of)
    assert "touchpoint added" not in left
    assert "contract added" not in left
    assert not [name for name in left if name.endswith("skipped")]
    for kind in ("account", "contact", "product"):
        assert left[f"{kind} added"] == before[f"{kind} added"]
    refused = [name for name in before if name.endswith(("rejected", "unclear"))]
    assert {name: left[name] for name in refused} == {name: before[name] for name in refused}
    assert not ImportRow.objects.filter(of=of, draft__isnull=False).exists()
    assert forget_rows(later(), 100) == 0


def test_the_report_reads_the_same_afterwards(client: Client, ada: User) -> None:
    of = applied(ada, pack())
    before = view_of(of)
    forget_all(1000)
    of.refresh_from_db()
    after = view_of(of)
    assert after.totals == before.totals
    assert [each.reasons for each in after.files] == [each.reasons for each in before.files]
    client.force_login(ada)
    page = client.get(f"/imports/{of.pk}/").content.decode()
    assert "are no longer kept" in page
    file = next(each for each in after.files if each.to_fix)
    lines = client.get(f"/imports/{of.pk}/files/{file.file.pk}/not-taken.csv")
    assert b"".join(lines.streaming_content).count(b"\r\n") == 1 + file.to_fix  # type: ignore[attr-defined]


def test_the_next_import_still_tells_the_sources_changes_from_peoples(ada: User) -> None:
    applied(ada, pack())
    forget_all(1000)
    Account.objects.filter(name="Brightwater Foods").update(city="Malmö", version=2)
    again = applied(ada, pack())
    assert again.summary["result"].get("updated") is None
    line = '555-0101,Lund,Ana Ruiz,Coast,"$'
    third = applied(ada, pack(companies=(line, line.replace("0101", "0777"))))
    assert decisions(third, "companies.csv")[2] == ("updated", "phone: 555-0101 → 555-0777")
    assert Account.objects.get(name="Brightwater Foods").city == "Malmö"


def test_an_older_word_of_the_source_goes_when_a_newer_import_has_one(ada: User) -> None:
    first, second = applied(ada, pack()), applied(ada, pack())
    forget_all(1000)
    assert not [name for name in rows_of(first) if name.startswith(("account", "contact", "product "))
                and not name.endswith(("rejected", "unclear"))]  # fmt: skip
    assert rows_of(second)["account unchanged"] == 5


def test_an_import_that_was_taken_back_goes_too(ada: User) -> None:
    of = undone(ada, applied(ada, pack()))
    forget_all(1000)
    assert {name.split()[-1] for name in rows_of(of)} <= {"rejected", "unclear", "kept"}
    of.refresh_from_db()
    assert view_of(of).totals["removed"] > 0
