"""Mails as files, one each, where there is no mail host: a mail program opens them."""

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each message to EMAIL_FILE_PATH; the same Message-ID sent again replaces its file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; how many. A reader of the folder never sees half a mail."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    content = message.message()
    first, *_ = message.recipients() or ["nobody"]
    name = re.sub(r"[^\w.@-]+", "_", f"{first}-{str(content['Message-ID']).strip('<>').split('@')[0]}")
    descriptor, half = tempfile.mkstemp(dir=folder, prefix=".half-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.as_bytes())
    Path(half).replace(folder / f"{name[:180]}.eml")
