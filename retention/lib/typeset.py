"""PDF files of our own templates.

``typeset(template, data, *, title, lang="en", region=None, at=None) -> bytes``

*template* is the name of a file in ``templates/typst/`` (``"review.typ"``), *data* what it reads by
``#import "_page.typ": *`` and ``said``: only JSON values (str, int, float, bool, None, list, dict;
days and amounts arrive as text, so format them before). Text is never source: ``#``, ``*`` and ``$`` stay
characters. The file is tagged and, where every character has a glyph, PDF/UA-1.

Setting runs in a child process without network, with a limit of time, memory and size; it reads nothing
outside ``templates/typst``. Raises ``NotTypeset``.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from .errors import DomainError

SECONDS = 20
MEGABYTES_OF_MEMORY = 1024  # address space of the child; a review of twelve sections takes a tenth
BYTES_IN = 4_000_000
BYTES_OUT = 20_000_000
TEMPLATE = re.compile(r"[a-z][a-z_]*\.typ")
# What no font draws or what turns a line around: controls, overrides of direction, halves of characters.
UNDRAWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
CHILD = Path(__file__).with_name("typesetting.py")


class NotTypeset(DomainError):
    """The file could not be made; the message says why in the user's words."""


def typeset(
    template: str,
    data: Mapping[str, object],
    *,
    title: str,
    lang: str = "en",
    region: str | None = None,
    at: datetime | None = None,
) -> bytes:
    """The PDF of *template* with *data*; the same input and *at* give the same bytes."""
    if not TEMPLATE.fullmatch(template):
        raise ValueError(f"{template!r} is no template of templates/typst")
    root = settings.BASE_DIR / "templates" / "typst"
    return set_in_child(
        {
            "source": str(root / template),
            "root": str(root),
            "said": json.dumps(drawable(dict(data)), cls=DjangoJSONEncoder, ensure_ascii=False),
            "title": drawable(title) or "—",
            "lang": lang,
            "region": region or "",
            "at": int(at.timestamp()) if at else 0,
        }
    )


def drawable(value: object) -> object:
    """The same data without characters that no page can show."""
    if isinstance(value, str):
        return UNDRAWABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {str(key): drawable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(inner) for inner in value]
    return value


def set_in_child(job: Mapping[str, object], *, seconds: int = SECONDS) -> bytes:
    """What the child process sets of *job* (``typesetting.py``)."""
    written = json.dumps({**job, "memory": MEGABYTES_OF_MEMORY, "bytes_out": BYTES_OUT}).encode()
    if len(written) > BYTES_IN:
        raise NotTypeset(
            "This holds too much text for one file. Shorten the longest texts, then make it again."
        )
    try:
        done = subprocess.run(  # noqa: S603 -- our own file, no shell
            [sys.executable, "-I", str(CHILD)],
            input=written,
            capture_output=True,
            timeout=seconds,
            env=_bare(),
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise NotTypeset(f"Making the file took longer than {seconds} seconds and was stopped.") from slow
    if done.returncode == 0 and done.stdout.startswith(b"%PDF"):
        return done.stdout
    reason = done.stderr.decode(errors="replace").strip().splitlines()
    raise NotTypeset("The file could not be made.") from RuntimeError(
        reason[-1] if reason else done.returncode
    )


def _bare() -> dict[str, str]:
    """An environment without our secrets, one thread, and no way to the net."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.defpath,
        "HOME": "/nonexistent",
        "RAYON_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "ALL_PROXY": nowhere,
    }
