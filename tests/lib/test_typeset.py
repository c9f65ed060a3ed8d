"""PDF files: what data says stays text, and the typesetter reads and spends no more than it may."""

import io
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from retention.lib import typeset as module
from retention.lib.typeset import NotTypeset, drawable, set_in_child

ROOT = Path(settings.BASE_DIR) / "templates" / "typst"
PAGE = '#import "_page.typ": *\n#show: paper.with(cover: false)\n'
PLAIN = PAGE + "= #said.head\n#words(said.text)\n"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def made(source: str, *, title: str = "A title", **data: object) -> bytes:
    return set_in_child(
        {
            "source": source,
            "root": str(ROOT),
            "said": json.dumps(drawable(data)),
            "title": title,
            "lang": "en",
            "region": "GB",
            "at": 0,
        }
    )


def test_a_file_has_its_title_its_language_and_tags() -> None:
    pdf = read(made(PLAIN, title="Review of Aurora", head="Priorities", text="Fewer calls\nby May"))
    root = pdf.trailer["/Root"]
    assert pdf.metadata is not None and pdf.metadata.title == "Review of Aurora"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- an object of the file
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert "Priorities" in pdf.pages[0].extract_text()
    assert "Page 1 of 1" in pdf.pages[0].extract_text()


def test_what_looks_like_source_is_text() -> None:
    hostile = (
        '#import "@preview/cetz:0.3.0" *bold* $x$ #read("/etc/passwd") \\ ] = no heading // [a](b) <l> @ref'
    )
    said = re.sub(r"\s+", "", text_of(made(PLAIN, head="#panic()", text=hostile)))
    assert re.sub(r"\s+", "", hostile) in said
    assert "#panic()" in said


def test_any_script_and_what_cannot_be_drawn_do_no_harm() -> None:
    pdf = made(PLAIN, head="Zoë", text="שלום مرحبا 😀 日本 a\x00b\x07c \u202eoverride \ud800")
    assert "abc override" in text_of(pdf)
    assert read(pdf).trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- an object of the file


def test_a_very_long_text_is_set_or_refused_in_our_words() -> None:
    assert len(read(made(PLAIN, head="Long", text="word " * 200_000)).pages) > 100
    with pytest.raises(NotTypeset, match="too much text"):
        made(PLAIN, head="Long", text="x" * module.BYTES_IN)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../manage.py", "/../base.html"])
def test_nothing_outside_the_folder_of_templates_is_read(path: str) -> None:
    with pytest.raises(NotTypeset) as refusal:
        made(PAGE + f'#read("{path}")\n')
    assert "root" not in str(refusal.value)
    assert "DATABASES" not in str(refusal.value.__cause__)


def test_no_package_is_fetched() -> None:
    assert not [path for path in ROOT.glob("*.typ") if "@preview" in path.read_text()]
    with pytest.raises(NotTypeset):
        made('#import "@preview/cetz:0.3.0"\n')


def test_what_never_ends_is_stopped() -> None:
    job = {
        "source": "#for a in range(99999) { for b in range(99999) { let c = a + b } }\n",
        "root": str(ROOT),
        "said": "{}",
        "title": "t",
        "lang": "en",
        "region": "",
        "at": 0,
    }
    with pytest.raises(NotTypeset, match="longer than 1 seconds"):
        set_in_child(job, seconds=1)


def test_a_file_that_takes_too_much_memory_or_space_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_OUT", 100)
    with pytest.raises(NotTypeset):
        made(PLAIN, head="a", text="b")
    monkeypatch.setattr(module, "MEGABYTES_OF_MEMORY", 20)
    with pytest.raises(NotTypeset):
        made(PLAIN, head="a", text="b")


@pytest.mark.parametrize("name", ["../base.html", "/etc/passwd", "a.typ\n", "x", "sub/a.typ"])
def test_a_template_is_a_file_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        module.typeset(name, {}, title="t")


def test_the_same_data_makes_the_same_bytes() -> None:
    assert made(PLAIN, head="a", text="b") == made(PLAIN, head="a", text="b")
