"""What the bench generates is a company that the product can work with."""

import pytest

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
