"""What the bench generates is a company that the product can work with."""

import pytest
from django.core.management import CommandError, call_command

from accounts.ledger import ledger_day, rebuild_ledger
from accounts.models import Account, Contract
from retention.desk.bench import floor, generate
from retention.desk.management.commands.bench import _statement
from tests.cast import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_small_company_is_generated_and_every_reference_statement_reads_it() -> None:
    manager = generate.make_users()
    generate.generate(generate.TEAMS * generate.MANAGERS, lambda text: None)
    assert Account.objects.filter(owner=manager).count() == 1
    assert Contract.objects.count() == Account.objects.count() == 200
    assert rebuild_ledger(on=ledger_day(NOON)) != []
    assert {name: _statement(name) >= 0 for name in floor.STATEMENTS} == dict.fromkeys(floor.STATEMENTS, True)


def test_what_was_generated_is_measured_again_and_nothing_else_is_overwritten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEEL_URL", "http://localhost:9")
    with pytest.raises(CommandError, match="nothing was generated"):
        call_command("bench", keep=True)
    Account.objects.create(name="Acme")
    with pytest.raises(CommandError, match="empty installation, or --keep"):
        call_command("bench", accounts=1)
    assert Account.objects.count() == 1
