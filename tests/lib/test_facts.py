"""Facts reach their listeners in order; layers that will be rebuilt may be left out for a while."""

from dataclasses import dataclass

import pytest

from retention.lib import facts


@dataclass(frozen=True, kw_only=True)
class Tried(facts.Fact):
    """Something that only this test announces."""


heard: list[str] = []


def here(fact: Tried) -> None:
    heard.append("here")


@pytest.mark.django_db
def test_a_layer_that_waits_for_a_rebuild_hears_nothing_until_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(facts._listeners, Tried, [])
    facts.listen(Tried, here, order=1)
    with facts.left_to_a_rebuild("retention.cadence"):
        facts.announce(Tried())
        with facts.left_to_a_rebuild("tests.lib"):
            facts.announce(Tried())
        facts.announce(Tried())
    with pytest.raises(ZeroDivisionError), facts.left_to_a_rebuild("tests.lib"):
        raise ZeroDivisionError
    facts.announce(Tried())
    assert heard == ["here"] * 3
    heard.clear()


def test_a_module_may_ask_whether_it_will_be_derived_anew() -> None:
    assert not facts.is_left_to_a_rebuild("retention.renewals.estimates")
    with facts.left_to_a_rebuild("retention.renewals.estimates"):
        assert facts.is_left_to_a_rebuild("retention.renewals.estimates")
        assert not facts.is_left_to_a_rebuild("retention.renewals.sync")
        assert not facts.is_left_to_a_rebuild("retention.renewals.estimates_of_old")
