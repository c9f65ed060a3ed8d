"""Which colleagues a text names by @ (docs/methods.md, Mentions). Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HANDLE = re.compile(r"(?<![\w@./-])@(\w[\w.\-]{0,80})")


@dataclass(frozen=True, slots=True)
class Named:
    """Who of ours is meant: ids in the order of the text, handles of nobody, and handles of several."""

    ids: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def handles_in(text: str) -> tuple[str, ...]:
    """What stands behind each @ that begins a word, as it is written, each once; e-mail addresses do not."""
    found = (match.group(1).rstrip(".-_") for match in _HANDLE.finditer(text))
    return tuple(dict.fromkeys(handle for handle in found if handle))


def spellings(name: str, email: str) -> frozenset[str]:
    """How a person may be called: first name, whole name with dots or in one, the address before its @."""
    words = [_plain(word) for word in name.split()]
    if not words:
        return frozenset({_plain(email.partition("@")[0])})
    said = {words[0], ".".join(words), "".join(words), f"{words[0]}.{words[-1]}"}
    return frozenset(said | {_plain(email.partition("@")[0])})


def named_in(text: str, people: Iterable[tuple[int, str, str]]) -> Named:
    """Whom the handles of *text* mean among *people* (id, name, address)."""
    by_handle = _by_handle(people)
    ids: dict[int, None] = {}
    unknown, unclear = [], []
    for handle in handles_in(text):
        meant = by_handle.get(_plain(handle), ())
        if not meant:
            unknown.append(handle)
        elif len(meant) > 1:
            unclear.append(handle)
        else:
            ids[meant[0]] = None
    return Named(tuple(ids), tuple(unknown), tuple(unclear))


def _by_handle(people: Iterable[tuple[int, str, str]]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, name, email in people:
        for spelling in spellings(name, email):
            found[spelling] = (*found.get(spelling, ()), number)
    return found


def _plain(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
