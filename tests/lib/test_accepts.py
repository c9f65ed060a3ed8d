"""What fields accept: the same checks for forms, API and imports."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.choices import Tier
from contacts.choices import Mood
from retention.lib import accepts
from retention.lib.errors import DomainError

YEN = Decimal("1200")


@pytest.mark.parametrize(
    ("check", "value", "kept"),
    [
        (accepts.currency, " eur ", "EUR"),
        (accepts.country, "de", "DE"),
        (accepts.country, None, ""),
        (accepts.time_zone, "Europe/Berlin", "Europe/Berlin"),
        (accepts.time_zone, "", ""),
        (accepts.web_address, "keel.example", "https://keel.example"),
        (accepts.web_address, "", ""),
        (accepts.email, " Ana@Vela.Example ", "ana@vela.example"),
        (accepts.text("The name", 9), "  a \n b ", "a b"),
        (accepts.text("The note", 9, many_lines=True), "a\r\nb", "a\nb"),
        (accepts.one_of("The tier", Tier), "A", "A"),
        (accepts.one_of("The mood", Mood, required=False), "", None),
        (accepts.some_of("A tier", Tier), ["B", "A", "B"], ["B", "A"]),
        (accepts.some_of("A tier", Tier), None, []),
        (accepts.number("Minutes", least=0, most=9), 9, 9),
        (accepts.number("Minutes", least=0, most=9), "", None),
        (accepts.amount("The amount"), "1200.00", YEN),
    ],
)
def test_what_can_be_kept_is_kept_tidied(check: accepts.Check, value: Any, kept: Any) -> None:
    assert check(value, "x") == kept


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (accepts.currency, "€"),
        (accepts.currency, None),
        (accepts.country, "EU"),
        (accepts.country, "Deutschland"),
        (accepts.time_zone, "Berlin"),
        (accepts.time_zone, "../../etc/passwd"),
        (accepts.web_address, "ftp://keel.example"),
        (accepts.web_address, "not an address"),
        (accepts.email, "ana@"),
        (accepts.email, "a\x00@vela.example"),
        (accepts.text("The name", 3), "four"),
        (accepts.text("The name", 9, required=True), " \n "),
        (accepts.text("The name", 9), "a\x00"),
        (accepts.one_of("The tier", Tier), "E"),
        (accepts.one_of("The tier", Tier), None),
        (accepts.number("Minutes", least=0, most=9), True),
        (accepts.number("Minutes", least=0, most=9), 10),
        (accepts.number("Minutes", least=0, most=9, required=True), None),
        (accepts.amount("The amount"), "Infinity"),
        (accepts.amount("The amount"), "1.001"),
        (accepts.amount("The amount"), "-0.01"),
        (accepts.amount("The amount"), "lots"),
        (accepts.day("The day"), "2026-02-30"),
        (accepts.day("The day", required=True), None),
        (accepts.flag, "yes"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field_and_a_sentence(
    check: accepts.Check, value: Any
) -> None:
    with pytest.raises(DomainError) as refused:
        check(value, "the_field")
    assert refused.value.field == "the_field"
    assert refused.value.message.endswith((".", "no."))
    assert "\x00" not in refused.value.message


def test_a_field_without_a_check_cannot_be_changed() -> None:
    with pytest.raises(accepts.NotEditable):
        accepts.accepted({"version": 7}, {"name": accepts.text("The name", 9)})


def test_every_country_has_a_name_and_none_is_a_union() -> None:
    names = accepts.country_names()
    assert names["DE"] == "Germany"
    assert not {"EU", "UN", "ZZ"} & set(names)
    assert len(names) > 240
