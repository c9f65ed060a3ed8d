"""Contacts by a piece of a name: few or many that fit, by name, and only whom the reader sees."""

import pytest

from accounts.models import Account
from contacts import finding
from contacts.finding import contacts_named
from retention.team.models import User
from tests.factories import make_contact


@pytest.mark.parametrize("few", [0, 2000])
def test_whoever_fits_is_found_by_name_whether_they_are_many_or_few(
    few: int, vela: Account, orchard: Account, lena: User, nico: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    last, first = make_contact(vela, "Zoe Rossi"), make_contact(vela, "Anna Rossini")
    make_contact(vela, "Nobody Else")
    theirs = make_contact(orchard, "Mia Rossi")
    assert contacts_named("rossi", lena, most=12) == [first, last]
    assert contacts_named("rossi", lena, most=1) == [first]
    assert contacts_named("rossi", nico, most=12) == [theirs]
    assert contacts_named("nowhere", lena, most=12) == []
