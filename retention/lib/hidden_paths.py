"""Secrets in addresses do not reach the logs: a link to a shared plan, a survey, a calendar, a password."""

import logging
import re

SECRET = re.compile(r"(/(?:share|answer|calendar|password|invitation)/)[^/\s\"']+(?:/[\w=-]{20,})?")


def hidden(text: str) -> str:
    """The text with what stands behind a secret address left out."""
    return SECRET.sub(r"\1…", text)


class HideSecrets(logging.Filter):
    """Takes secrets out of what is logged about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is kept, without its secrets."""
        if isinstance(record.args, tuple) and record.args:
            record.args = tuple(hidden(each) if isinstance(each, str) else each for each in record.args)
        if isinstance(record.msg, str):
            record.msg = hidden(record.msg)
        return True
