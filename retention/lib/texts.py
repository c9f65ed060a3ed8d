"""Text from outside: what is refused, what is tidied, and what is repaired (docs/methods.md, Text)."""

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

import ftfy
from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, Tag

from .errors import DomainError

NEWLINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
BLOCKS = frozenset(
    {
        "form",
        "header",
        "dl",
        "h4",
        "dt",
        "aside",
        "hr",
        "ol",
        "h3",
        "section",
        "h1",
        "h6",
        "tr",
        "li",
        "div",
        "fieldset",
        "blockquote",
        "tfoot",
        "nav",
        "thead",
        "pre",
        "ul",
        "footer",
        "table",
        "p",
        "tbody",
        "h2",
        "h5",
        "address",
        "main",
        "article",
        "dd",
    }
)
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
    """The words of an HTML mail or note, one line per block, lists with dashes, no scripts or styles."""
    if "<" not in html:
        return _tidy(unescape(html))
    soup = BeautifulSoup(html.replace("\x00", ""), "html.parser")
    for unseen in soup.find_all(UNSEEN):
        if not unseen.decomposed:
            unseen.decompose()
    pieces: list[str] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            pieces.append(_mark_of(node))
        elif isinstance(node, NavigableString) and not isinstance(node, (Comment, Doctype)):
            pieces.append(_words_of(node))
    return _tidy("".join(pieces))


def _mark_of(tag: Tag) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name == "li":
        return "\n- "
    if tag.name in ("td", "th"):
        return "\t" if tag.find_previous_sibling(("td", "th")) else ""
    return "\n" if tag.name in BLOCKS else ""


def _words_of(node: NavigableString) -> str:
    words = str(node)
    if node.parent is None or node.parent.name != "pre":
        words = re.sub(r"[ \t\r\n\xa0]+", " ", words)
    return f"{words}\n" if _ends_a_block(node) else words


def _ends_a_block(node: NavigableString) -> bool:
    """True when nothing of the same block follows, so that the next block's words start a line."""
    parent = node.parent
    return node.next_sibling is None and parent is not None and parent.name in BLOCKS


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
