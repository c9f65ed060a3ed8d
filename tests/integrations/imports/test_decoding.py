"""Bytes become text in the encoding they were written in, and what is no text is refused by name."""

import bz2
import gzip
import io
import zipfile

import pytest

from retention.integrations.imports.decoding import LARGEST_FILE, decode
from retention.integrations.imports.refusals import FileRefused

TEXT = "Name;Stadt\r\nMüller & Söhne;Zürich\r\nCafé Ålesund;Tromsø\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_western_text_reads_the_same_from_every_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).text.lstrip("\ufeff") == TEXT


def test_central_european_text_is_told_from_western() -> None:
    text = "Nazwa,Miasto\nŻółta Łódź,Łódź\nŚwięty Krzyż,Kraków\nGęsia Wólka,Źrebce\n" * 20
    assert decode(text.encode("cp1250")).text == text


def zipped() -> bytes:
    """A workbook is a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (zipped(), "Excel workbook"),
        (gzip.compress(b"Name\nVela\n", mtime=0), "gzip"),
        (bz2.compress(b"Name\nVela\n"), "bzip2"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel workbook"),
        (b"%PDF-1.7 and so on", "PDF"),
        (bytes(range(1, 32)) * 40, "does not look like text"),
        (b"\xff\xfeN\x00a\x00\x00\xd8x\x00", "UTF-16"),
        (b"\xef\xbb\xbfName\nM\xfcller\n", "UTF-8-SIG"),
        (b"x" * (LARGEST_FILE + 1), "20 MB"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, word: str) -> None:
    with pytest.raises(FileRefused, match=word):
        decode(content)
