"""What the index of all triggers says is what going through all of them says."""

import pgtrigger
import pytest
from pgtrigger import registry

from accounts.models import Account
from retention.lib.trigger_registry import IndexedRegistry

PLAIN = registry._Registry


def test_the_one_registry_of_this_process_asks_its_index() -> None:
    assert type(registry._registry) is IndexedRegistry
    assert len(registry._registry) > 100


def test_the_index_names_every_trigger_and_no_other() -> None:
    known = registry._registry
    assert known.by_db_table == PLAIN.by_db_table.fget(known)
    assert known.pg_function_names == PLAIN.pg_function_names.fget(known)


def test_a_name_that_is_taken_is_refused_and_free_again_when_its_trigger_is_taken_away() -> None:
    def trigger(statement: str) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name="only_in_a_test", when=pgtrigger.Before, operation=pgtrigger.Insert, func=statement
        )

    address = "accounts.Account:only_in_a_test"
    first = trigger("RETURN NEW;")
    registry.set(address, model=Account, trigger=first)
    with pytest.raises(KeyError, match="already used"):
        registry.set(address, model=Account, trigger=trigger("RETURN OLD;"))
    registry.delete(address)
    assert first.get_pgid(Account) not in registry._registry.pg_function_names
    registry.set(address, model=Account, trigger=trigger("RETURN OLD;"))
    registry.delete(address)
