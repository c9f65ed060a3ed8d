"""From bytes to text: which encoding a file has, and what is no text at all. Pure."""

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from .refusals import FileRefused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
SAMPLE = 256 * 1024
LATIN = ("cp1252", "cp1250", "cp1254", "mac_roman", "cp850")
"""Tried in this order; of those that read equally well the first counts."""
FEWEST_SIGNS = 12
OTHER_SCRIPTS = ["cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "shift_jis", "gb18030", "big5", "euc_kr"]
FREQUENT = frozenset("äöüßÄÖÜéèêëáàâåæçñíìîïóòôøõúùûœŒÉÈÀÂÅÆÇÑØÓąćęłńśźżŁŚŻčďěňřšťůžČŘŠŽőűăâîșțğışİ")
"""Letters that western, central European and Turkish words really hold."""
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
NOT_TEXT = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
)
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding it was read with."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of a file. Raises FileRefused for what is too large, empty, or no text."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(
            f"The file has {len(content) / MEGABYTE:,.1f} MB; at most {LARGEST_FILE // MEGABYTE} MB are read."
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("The file is empty.")
    for start, what in NOT_TEXT:
        if content.startswith(start):
            raise FileRefused(f"This is {what}, not a CSV file. Save the sheet as CSV and upload that.")
    decoded = _decoded(content)
    head = decoded.text[:SAMPLE]
    if len(CONTROLS.findall(head)) > max(8, len(head) // 100) or head.count("\x00") > len(head) // 10:
        raise FileRefused("This does not look like text. Save the sheet as CSV and upload that.")
    return decoded


def _decoded(content: bytes) -> Decoded:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    wide = _wide(content[:4096])
    if wide:
        return _strictly(content, wide)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"The file says it is {encoding.upper()} and is not (byte {error.start:,}). "
            "Save it again as UTF-8."
        ) from None


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of western text is zero."""
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _guessed(content: bytes) -> Decoded:
    """An eight-bit encoding, told by the lines that are not plain ASCII."""
    telling = b"\n".join(line for line in re.split(rb"[\r\n]", content) if not line.isascii())[:SAMPLE]
    for encoding in [_likeliest(telling), "cp1252", "latin-1"]:
        try:
            return Decoded(content.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("The encoding of the file is not known. Save it again as UTF-8.")


def _likeliest(telling: bytes) -> str:
    """Other scripts by their statistics; Latin ones by whether accented letters stand well in their words."""
    high = sum(byte > 127 for byte in telling)
    letters = sum(chr(byte).isalpha() for byte in telling if byte < 128)
    if high > max(letters, FEWEST_SIGNS):
        best = from_bytes(telling, cp_isolation=OTHER_SCRIPTS).best()
        return best.encoding if best is not None else "cp1252"
    return max(LATIN, key=lambda encoding: _fit(telling, encoding))


def _fit(telling: bytes, encoding: str) -> int:
    """How well the text reads: letters count for it, signs and odd capitals inside words against."""
    try:
        text = telling.decode(encoding)
    except UnicodeDecodeError:
        return -len(telling)
    score = 0
    for before, sign, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if sign.isascii():
            continue
        if not sign.isalpha():
            score -= 2 * (before.isalpha() or after.isalpha()) + (not sign.isprintable())
        elif before.islower() and sign.isupper():
            score -= 2
        else:
            score += 1 + (sign in FREQUENT)
    return score
