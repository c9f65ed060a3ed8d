"""Who may be one person: scored without a database, found by one."""

import pytest

from accounts.models import Account
from contacts.actions import add_contact, edit_contact
from contacts.alike import Entry, likeness, name_likeness
from contacts.alike_rows import refresh_alike
from contacts.models import AlikePeople, Person
from retention.team.models import User
from tests.cast import NOON
from tests.factories import make_contact


def entry(name: str, *accounts: int, email: str = "", digits: str = "") -> Entry:
    return Entry(name, email, digits, frozenset(accounts))


@pytest.mark.parametrize(
    ("first", "second", "score", "reasons"),
    [
        (entry("ana ruiz", 1), entry("ana ruiz", 1), 80, ("name", "company")),
        (entry("ana ruiz", 1), entry("ruiz ana", 1), 80, ("name", "company")),
        (entry("a. ruiz", 1), entry("ana ruiz", 1), 65, ("name", "company")),
        (entry("ana ruiz", 1), entry("ana ruiz", 2), 60, ("name",)),
        (entry("ana ruiz", 1), entry("bo lind", 1), 0, ()),
        (entry("ana ruiz", 1, email="a@x.y"), entry("anna r", 2, email="A@X.Y"), 95, ("email",)),
        (entry("ana ruiz", 1, email="info@x.y"), entry("bo lind", 1, email="info@x.y"), 0, ()),
        (entry("ana ruiz", 1, digits="555012345"), entry("bo lind", 1, digits="555012345"), 0, ()),
        (
            entry("ana ruiz", 1, digits="555012345"),
            entry("ruiz ana", 2, digits="555012345"),
            84,
            ("name", "phone"),
        ),
    ],
)
def test_likeness_adds_up_the_reasons_and_colleagues_are_not_taken_for_one(
    first: Entry, second: Entry, score: int, reasons: tuple[str, ...]
) -> None:
    told = likeness(first, second)
    assert (told.score, told.reasons) == (score, reasons)
    assert likeness(second, first) == told


def test_an_initial_stands_for_a_name() -> None:
    assert name_likeness("j weller", "jonas weller") == 90
    assert name_likeness("k weller", "jonas weller") < 80


def test_somebody_entered_twice_is_found_at_once(
    vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    one = add_contact(account=vela, name="Ana Ruiz", email="ana@ruiz.test", by=lena, at=NOON)
    other = add_contact(account=orchard, name="Ana María Ruiz", email="ana@ruiz.test", by=nico, at=NOON)
    pair = AlikePeople.objects.get()
    assert (pair.first_id, pair.second_id) == (one.person_id, other.person_id)
    assert pair.reasons[0] == "email"
    edit_contact(
        contact=other,
        changes={"name": "Bo Lind", "email": "bo@lind.test"},
        by=nico,
        at=NOON,
        expected_version=None,
    )
    assert not AlikePeople.objects.exists()


def test_looking_at_everybody_again_finds_what_the_actions_found(
    vela: Account, orchard: Account, lena: User
) -> None:
    for name in ("Ana Ruiz", "Anna Ruiz", "Bo Lind"):
        add_contact(account=vela, name=name, by=lena, at=NOON)
    make_contact(orchard, "Ana Ruiz")
    before = list(AlikePeople.objects.order_by("id").values("first", "second", "score", "reasons"))
    assert len(before) == 1
    assert refresh_alike() == 1
    assert list(AlikePeople.objects.order_by("id").values("first", "second", "score", "reasons")) == before


def test_who_was_erased_is_like_nobody(vela: Account) -> None:
    contacts = [make_contact(vela, "Ana Ruiz") for _ in range(2)]
    Person.objects.filter(pk=contacts[0].person_id or 0).update(name="Erased person", erased_at=NOON)
    assert refresh_alike() == 0
