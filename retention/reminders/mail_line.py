"""One line to the mail host, kept open for a batch, with a deadline on every mail."""

import contextlib
import smtplib
import socket
import threading
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from retention.team.models import User

from .compose import Mail
from .models import Delivery

DEADLINE = 20.0
"""Seconds one mail may take in all; a host that answers a byte at a time is cut off."""


class MailHostAway(Exception):
    """The mail host cannot be reached; no mail was begun."""


class MailLine:
    """Use as a context manager; opened when first needed, closed at the end or after trouble."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._is_cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Be connected. Raises MailHostAway."""
        if self._connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except Exception as failure:
            raise MailHostAway(f"{type(failure).__name__}: {failure}") from failure
        self._connection = connection

    def close(self) -> None:
        """Hang up; the next mail opens a new line."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()

    def send(self, delivery: Delivery, user: User, mail: Mail) -> None:
        """Hand one mail over and return when the host took it. Raises what host or network answer,
        TimeoutError after DEADLINE."""
        message = EmailMultiAlternatives(
            mail.subject,
            mail.text,
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
            connection=self._connection,
            headers={
                "Message-ID": delivery.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        message.attach_alternative(mail.html, "text/html")
        self.carry(message)

    def carry(self, message: EmailMultiAlternatives) -> None:
        """Hand over a message that somebody else wrote, with the same deadline. Raises as ``send`` does."""
        message.connection = self._connection
        self._is_cut = False
        cut_off = threading.Timer(DEADLINE, self._cut)
        cut_off.daemon = True
        cut_off.start()
        try:
            message.send()
        except Exception as failure:
            if self._is_cut:
                raise TimeoutError(f"The mail host took longer than {DEADLINE:g} s") from failure
            raise
        finally:
            cut_off.cancel()

    def _cut(self) -> None:
        """Shut the socket under a mail that takes too long: its sender wakes with an error."""
        host = getattr(self._connection, "connection", None)
        line = getattr(host, "sock", None)
        if line is not None:
            self._is_cut = True
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # unlike close, this wakes a thread that waits on it


def is_refusal(failure: BaseException) -> bool:
    """True when the host said for good that it does not take this mail (SMTP 5xx)."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in failure.recipients.values()]
        return bool(codes) and all(500 <= code < 600 for code in codes)
    return isinstance(failure, smtplib.SMTPResponseException) and 500 <= failure.smtp_code < 600


def is_line_trouble(failure: BaseException) -> bool:
    """True when the line broke while sending, so that nobody knows whether the host took the mail."""
    if isinstance(failure, smtplib.SMTPServerDisconnected):
        return True
    return isinstance(failure, OSError) and not isinstance(failure, smtplib.SMTPException)
