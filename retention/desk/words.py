"""Building blocks of answer lines: one or two sentences that answer a page's question, every number a link.

A sentence is a translatable template with named places; what goes in is escaped unless it was made here:

    late = fact("two of them late", "#late")
    sentence(_("{things} need you today, {late}."), things=fact("Seven things"), late=late)

Rules: at most two sentences and thirty words, the subject is the account or the reader, no "please", no
exclamation mark; stale data is itself the answer.
"""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from .formats import number_text

SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def fact(text: object, url: str = "") -> SafeString:
    """A word or number that the eye should find; with a url it leads to the list behind it."""
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("<b>{}</b>", text)


def sentence(template: str, **parts: object) -> SafeString:
    """Fill the named places of a template; plain values are escaped."""
    return format_html(template, **parts) if parts else conditional_escape(template)


def answer(*sentences: SafeString) -> SafeString:
    """Join at most two sentences; empty ones vanish. Raises ValueError for a third."""
    said = [each for each in sentences if each]
    if len(said) > 2:
        raise ValueError("an answer line has at most two sentences")
    return format_html(" ".join(["{}"] * len(said)), *said)


def spelled(number: int) -> str:
    """no, one, two … ten, then figures."""
    if 0 <= number < len(SPELLED):
        return pgettext("number word", SPELLED[number])
    return number_text(number)


def counted(number: int, one: str, many: str) -> str:
    """seven things, one account, 214 accounts. ``one`` and ``many`` are the translatable nouns."""
    return gettext("{number} {things}").format(number=spelled(number), things=ngettext(one, many, number))


def opening(text: str) -> str:
    """The same with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[object], *, at_most: int = 3) -> SafeString:
    """A, B and C; beyond ``at_most`` the rest is counted: A, B, C and four more."""
    shown, left = list(items[:at_most]), len(items) - at_most
    if left > 0:
        shown.append(counted(left, "more", "more"))
    if not shown:
        return SafeString("")
    if len(shown) == 1:
        return format_html("{}", shown[0])
    head = format_html(", ".join(["{}"] * (len(shown) - 1)), *shown[:-1])
    return format_html(gettext("{head} and {last}"), head=head, last=shown[-1])
