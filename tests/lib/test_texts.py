"""Text from outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.texts import TextRefused, clean_text, html_to_text, repair_text


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "a\x1bb", "a\x1cb", "a\x7fb", "a\x9fb", "a\ud800b"])
def test_characters_that_cannot_be_stored_are_named(bad: str) -> None:
    with pytest.raises(TextRefused, match="The note holds a character") as refusal:
        clean_text(bad, max_length=100, field="text", label="The note")
    assert refusal.value.field == "text"
    assert "U+" in refusal.value.message


def test_emoji_right_to_left_and_tabs_pass_unchanged() -> None:
    text = "שלום עולم 👩‍🚀\tمرحبا"
    assert clean_text(text, max_length=100) == text


def test_newlines_of_every_kind_become_one() -> None:
    assert clean_text("a\r\nb\rc\u2028d  \ne", max_length=100) == "a\nb\nc\nd\ne"
    assert clean_text(" a\r\n b ", max_length=100, many_lines=False) == "a b"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert clean_text("Mu\u0308ller", max_length=6) == "Müller"


def test_too_long_is_said_with_both_lengths() -> None:
    with pytest.raises(TextRefused, match=r"The name has 1,001 characters; at most 1,000 fit"):
        clean_text("x" * 1001, max_length=1000, label="The name")


def test_mail_becomes_its_words() -> None:
    html = (
        "<html><head><title>x</title><style>p{}</style></head><body><!-- no -->"
        "<p>Dear&nbsp;Ada,</p><p>we&#39;d <b>like</b>\n to:</p><ul><li>grow</li><li>save</li></ul>"
        "<div>Bye<br>Lena</div><script>alert(1)</script></body></html>"
    )
    assert html_to_text(html) == "Dear Ada,\n\nwe'd like to:\n\n- grow\n- save\n\nBye\nLena"


def test_a_table_keeps_its_cells_apart() -> None:
    assert html_to_text("<table><tr><td>a</td><td>b</td></tr></table>") == "a\tb"


def test_plain_text_stays_plain() -> None:
    assert html_to_text("a &amp; b\r\nc") == "a & b\nc"
    assert html_to_text("a < b") == "a < b"


def test_text_after_a_block_starts_a_line() -> None:
    assert html_to_text("<div><p><b>one</b></p>two</div>") == "one\n\ntwo"
    assert html_to_text("one<div>two</div><div>three</div>four") == "one\ntwo\nthree\nfour"


def test_preformatted_lines_stay_lines() -> None:
    assert html_to_text("<pre>a\nb</pre>") == "a\nb"


def test_deep_nesting_does_not_break() -> None:
    assert html_to_text("<div>" * 3000 + "deep" + "</div>" * 3000) == "deep"


def test_wrongly_decoded_text_is_repaired_and_says_so() -> None:
    fixed = repair_text("MÃ¼ller & SÃ¶hne")
    assert (fixed.text, fixed.repaired, fixed.damaged) == ("Müller & Söhne", True, False)


def test_right_text_is_left_alone() -> None:
    for text in ("Müller “& Söhne” – fine…", "ﬁne print", "Ａｄａ", "Ã"):
        assert repair_text(text).text == text
        assert not repair_text(text).repaired


def test_lost_letters_are_flagged() -> None:
    assert repair_text("M\ufffdller").damaged


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_what_was_cleaned_stays_as_it_is(text: str) -> None:
    try:
        once = clean_text(text, max_length=200)
    except TextRefused:
        return
    assert clean_text(once, max_length=200) == once
    once.encode()


@settings(max_examples=60)
@given(st.text(alphabet="<>/&;abpdivlr! -\n\"'=", max_size=80))
def test_any_markup_gives_text(html: str) -> None:
    assert "\r" not in html_to_text(html)
