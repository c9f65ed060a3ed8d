"""Patterns that find a person in texts, for PostgreSQL and Python alike (docs/methods.md, Erasure). Pure."""

import re
from collections.abc import Iterable

LEAST_DIGITS = 7
LEAST_LETTERS = 3
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "von", "van", "der", "den", "del", "las", "los", "the"})


def literal(text: str, gap: str = r"\s+") -> str:
    """The text as a pattern, any space standing for any gap."""
    words = ("".join(f"\\{sign}" if not sign.isalnum() and sign.isascii() else sign for sign in word)
             for word in text.split())  # fmt: skip
    return gap.join(words)


def whole(pattern: str) -> str:
    """Not inside a longer word."""
    return rf"(?<!\w){pattern}(?!\w)"


def name_pattern(name: str) -> str:
    """A name of several words, and last name first; empty for a name of one word."""
    words = name.split()
    if len(words) < 2:
        return ""
    spellings = dict.fromkeys([name, name.upper(), name.lower(), name.title()])
    turned = [f"{spelt.split()[-1]}, {' '.join(spelt.split()[:-1])}" for spelt in spellings]
    return whole(f"(?:{'|'.join(literal(spelt) for spelt in [*spellings, *turned])})")


def phone_pattern(phone: str) -> str:
    """The number however its digits are grouped, with or without the country's code; empty when too short."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < LEAST_DIGITS:
        return ""
    tail = digits[-8:] if len(digits) > 9 else digits
    return r"[+0-9()\/ .-]{0,9}" + r"[^0-9A-Za-z]{0,2}".join(tail) + r"(?![0-9])"


def hint_of(names: Iterable[str], mails: Iterable[str], phones: Iterable[str]) -> str:
    """A plainer pattern that finds at least as much, in a seventh of the time: asked before the exact one."""
    numbers = (re.sub(r"\D", "", phone)[-8:] for phone in phones)
    return any_of(
        [
            *(literal(max(name.split(), key=len)) for name in names if name.split()),
            *(literal(mail) for mail in mails),
            *(r"[^0-9A-Za-z]{0,2}".join(digits) for digits in numbers if len(digits) >= LEAST_DIGITS),
        ]
    )


def name_parts(name: str) -> frozenset[str]:
    """The words of a name by which people are called in notes; no titles and no initials."""
    words = (word.strip(".,") for word in name.split())
    return frozenset(
        word
        for word in words
        if len(word) >= LEAST_LETTERS and word.lower() not in _TITLES and word[0].isupper()
    )


def parts_pattern(parts: Iterable[str]) -> str:
    """Any of these words, alone and spelt so; empty without words."""
    spelt = sorted(set(parts))
    return whole(f"(?:{'|'.join(literal(word) for word in spelt)})") if spelt else ""


def any_of(patterns: Iterable[str]) -> str:
    """Any of the patterns; empty without one."""
    return "|".join(sorted({pattern for pattern in patterns if pattern}))


def excerpt(text: str, *, least: int = 8, longest: int = 40) -> str:
    """The beginning by which a shortened copy of a text is known; empty when it says too little."""
    collapsed = " ".join(text.split())
    return collapsed[:longest] if len(collapsed) >= least else ""


def excerpts_pattern(excerpts: Iterable[str]) -> str:
    """Any of these beginnings, in a text or in JSON, where a line's end is spelt."""
    return any_of(literal(each, gap=r"(?:\s|\\n|\\t)+") for each in excerpts)
