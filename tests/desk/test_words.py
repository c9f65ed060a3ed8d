"""Answer lines are built from facts, and cannot be broken by what people call their accounts."""

import pytest
from django.utils.safestring import SafeString

from retention.desk.words import answer, counted, fact, listed, opening, sentence, spelled


def test_a_fact_is_strong_and_a_linked_fact_leads_somewhere() -> None:
    assert fact("two late") == "<b>two late</b>"
    assert fact("two late", "/day/?a=1&b=2") == '<a href="/day/?a=1&amp;b=2">two late</a>'


def test_what_goes_into_a_sentence_is_escaped() -> None:
    line = sentence("Start with {account}.", account="<script>alert(1)</script>")
    assert "<script>" not in line
    assert "&lt;script&gt;" in fact("<script>")


def test_an_answer_has_at_most_two_sentences() -> None:
    one, two = sentence("One."), sentence("Two.")
    assert answer(one, SafeString(""), two) == "One. Two."
    with pytest.raises(ValueError, match="two sentences"):
        answer(one, two, sentence("Three."))


def test_small_numbers_are_words_and_large_ones_figures() -> None:
    assert [spelled(n) for n in (0, 1, 10, 11, 1214)] == ["no", "one", "ten", "11", "1,214"]
    assert counted(1, "account", "accounts") == "one account"
    assert opening(counted(7, "thing", "things")) == "Seven things"


def test_a_list_of_names_reads_as_a_sentence() -> None:
    assert listed([]) == ""
    assert listed(["A & B"]) == "A &amp; B"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B, C and two more"
