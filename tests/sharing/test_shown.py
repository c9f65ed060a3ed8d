"""The words of the shared plan, without a database."""

from datetime import date

import pytest

from plans.planning.sections import FIELD
from retention.sharing.labels import LABELS
from retention.sharing.secrets import CODE_LETTERS, digest_of, new_code, new_secret, place_mark, tidy_code
from retention.sharing.sentence import status_sentence
from retention.sharing.shown import OURS, THEIRS, SharedStep


def step(side: str, *, is_open: bool = True, is_late: bool = False) -> SharedStep:
    return SharedStep("1", "x", side, "", date(2026, 12, 1), "To do", is_open, is_late, "")


def test_every_field_that_may_be_shown_has_a_word_for_the_customer() -> None:
    assert list(LABELS) == [key for key, field in FIELD.items() if field.may_share]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((), "Nothing has been put on this plan yet."),
        (
            (step(OURS), step(THEIRS, is_late=True), step(THEIRS)),
            "1 step of ours and 2 of yours are open, 1 of",
        ),
        ((step(OURS, is_open=False),), "0 steps of ours and 0 of yours are open."),
    ],
)
def test_the_sentence_counts_open_steps_by_side(steps: tuple[SharedStep, ...], told: str) -> None:
    assert told in status_sentence((), (), steps)


def test_a_secret_has_128_bits_and_only_its_hash_is_alike() -> None:
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50 and all(len(secret) == 22 for secret in secrets)
    one = secrets.pop()
    assert digest_of(one) == digest_of(one) and one not in digest_of(one)


def test_a_code_is_read_however_it_was_typed() -> None:
    code = new_code()
    assert set(code) <= {*CODE_LETTERS, "-"}
    assert tidy_code(f"  {code.lower().replace('-', ' ')}\n") == code
    assert tidy_code("\x00" * 500) == "-"


def test_a_place_is_another_mark_tomorrow_and_no_address() -> None:
    today, tomorrow = (place_mark("198.51.100.7", day) for day in ("2026-11-22", "2026-11-23"))
    assert today != tomorrow and len(today) == 32
    assert place_mark(None, "2026-11-22") == ""
