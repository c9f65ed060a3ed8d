"""Text from outside: what is refused, what is tidied, and what is repaired (docs/methods.md, Text)."""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

import ftfy
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from .errors import DomainError

NEWLINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LINES = (
    "address",
    "article",
    "aside",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "header",
    "hr",
    "li",
    "main",
)
MORE_LINES = ("nav", "section", "tbody", "tfoot", "thead", "tr")
PARAGRAPHS = ("blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul")
_CLOSING = dict.fromkeys(LINES + MORE_LINES, "\n") | dict.fromkeys(PARAGRAPHS, "\n\n")
UNSEEN = ("script", "style", "head", "title", "template", "noscript", "svg", "object")
REPLACEMENT = "\ufffd"


class TextRefused(DomainError):
    """The text holds something that no name or note can hold, or is too long."""


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text after repair: ``repaired`` when letters changed, ``damaged`` when some are lost for good."""

    text: str
    repaired: bool
    damaged: bool


def clean_text(
    value: str, *, max_length: int, field: str = "", label: str = "The text", many_lines: bool = True
) -> str:
    """The text in NFC with plain newlines and no space around it.

    Raises TextRefused (naming *label*) on NUL, other control characters, broken surrogates and text
    longer than *max_length* characters. Emoji and right-to-left text pass unchanged.
    """
    text = NEWLINES.sub("\n", value)
    for character in text:
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            raise TextRefused(
                f"{label} holds a character that cannot be stored (U+{ord(character):04X}). "
                "Remove it and save again.",
                field=field,
            )
    text = "\n".join(line.rstrip() for line in text.split("\n")) if many_lines else " ".join(text.split())
    text = unicodedata.normalize("NFC", text).strip()
    if len(text) > max_length:
        raise TextRefused(f"{label} has {len(text):,} characters; at most {max_length:,} fit.", field=field)
    return text


def html_to_text(html: str) -> str:
    """The words of an HTML mail or note, a line per block, lists with dashes, no scripts or styles."""
    if "<" not in html:
        return _tidy(unescape(html))
    pieces: list[str] = []
    waiting: list[PageElement | str] = [BeautifulSoup(html.replace("\x00", ""), "html.parser")]
    while waiting:  # a stack of our own: mails nest deeper than Python may call
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name not in UNSEEN:
                pieces.append(_opening_of(node, pieces))
                waiting.append(_CLOSING.get(node.name, ""))
                waiting.extend(reversed(node.contents))
        elif isinstance(node, NavigableString):
            pieces.append("" if isinstance(node, PreformattedString) else _words_of(node))
        elif isinstance(node, str):
            pieces.append(node if not _starts_a_line(pieces) or node == "\n\n" else "")
    return _tidy("".join(pieces))


def _starts_a_line(pieces: list[str]) -> bool:
    last = next((piece for piece in reversed(pieces) if piece.strip(" ")), "\n")
    return last.endswith("\n")


def _opening_of(tag: Tag, pieces: list[str]) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name in ("td", "th"):
        return "\t" if not _starts_a_line(pieces) else ""
    start = "" if tag.name not in _CLOSING or _starts_a_line(pieces) else "\n"
    return f"{start}- " if tag.name == "li" else start


def _words_of(node: NavigableString) -> str:
    is_preformatted = node.parent is not None and node.parent.name == "pre"
    return str(node) if is_preformatted else re.sub(r"[ \t\r\n\xa0]+", " ", node)


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \xa0]+", " ", line).strip() for line in NEWLINES.sub("\n", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def repair_text(text: str) -> RepairedText:
    """Undo text decoded with the wrong character set (“MÃ¼ller”) and say so.

    Only the encoding is touched: quotes, dashes and spacing stay as the author wrote them. What holds
    U+FFFD has lost letters that nothing can bring back and is flagged as damaged.
    """
    fixed: str = ftfy.fix_encoding(text)
    return RepairedText(fixed, repaired=fixed != text, damaged=REPLACEMENT in fixed)
