"""Files that name a person: mails written as files, and what binary columns hold."""

import re
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.conf import settings
from django.db import transaction

from .traces import Traces

MOST_READ = 64 * 1024 * 1024
"""Bytes of one part of an archive: what is packed smaller than it is must not fill the memory."""


def erase_from_files(traces: Traces) -> int:
    """Remove mails in the folder of sent mails that name the person, once the erasure stands; how many."""
    found = list(_mails(traces))
    transaction.on_commit(lambda: _remove(found))
    return len(found)


def files_naming(traces: Traces) -> Iterator[tuple[str, bytes]]:
    """A name and the content of each mail that names the person, for their copy."""
    for number, path in enumerate(_mails(traces), start=1):
        yield f"files/mail-{number}.eml", path.read_bytes()


def texts_in(content: bytes) -> Iterator[str]:
    """What may be read in a file, by every way of reading it: text, and the parts of an archive or sheet."""
    for part in _parts(content):
        for kind in ("utf-8", "utf-16-le", "cp1252"):
            yield part.decode(kind, "ignore")


def _parts(content: bytes) -> Iterator[bytes]:
    """The files of an archive, each as far as it may be read; anything else as it is."""
    if not is_zipfile(BytesIO(content)):
        yield content
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    yield part.read(MOST_READ)
    except BadZipFile:
        yield content


def _mails(traces: Traces) -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and Path(folder).is_dir():
        yield from (path for path in sorted(Path(folder).glob("*.eml")) if _names(path, traces))


def _names(path: Path, traces: Traces) -> bool:
    with path.open("rb") as file:
        mail = BytesParser(policy=policy.default).parse(file)
    texts = [str(mail["Subject"] or "")]
    texts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    said = " ".join(" ".join(texts).split())
    patterns = [re.compile(traces.near, re.IGNORECASE)] if traces.near else []
    patterns += [re.compile(traces.called)] if traces.called else []
    return any(each.search(said) for each in patterns) or any(part in said for part in traces.excerpts)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
