"""Mails that were written as files: those that name a person are removed."""

import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.db import transaction

from .traces import Traces


def erase_from_files(traces: Traces) -> int:
    """Remove mails in the folder of sent mails that name the person, once the erasure stands; how many."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder or not Path(folder).is_dir():
        return 0
    found = [path for path in sorted(Path(folder).glob("*.eml")) if _names(path, traces)]
    transaction.on_commit(lambda: _remove(found))
    return len(found)


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
