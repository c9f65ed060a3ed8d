"""Mails with links, to our own users only: posted beside the request, so that it takes as long without one.

Reminders do not go this way: theirs are rows in the outbox, sent until they arrive. A link that got lost
is asked for again, and its text must not be stored.
"""

import logging
from threading import Thread, current_thread

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
_under_way: set[Thread] = set()


def post(message: EmailMessage) -> None:
    """Send the message without making anybody wait; a failure is logged without its text."""
    thread = Thread(target=_send, args=(message,), name="keel-mail")
    _under_way.add(thread)
    thread.start()


def finish_posting() -> None:
    """Wait until everything posted by this process is sent or has failed."""
    for thread in tuple(_under_way):
        thread.join()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        log.exception("The mail %r could not be sent", message.subject)
    finally:
        _under_way.discard(current_thread())
