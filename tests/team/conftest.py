"""Doors for tests: browsers that are signed in, and the mails that went out."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from retention.team.mail import finish_posting
from retention.team.models import User

PASSWORD = "pa55word-of-theirs"


@pytest.fixture
def browser(db: None) -> Callable[..., Client]:
    """A browser of somebody, or of nobody yet."""

    def open_browser(person: User | None = None, **extra: str) -> Client:
        client = Client(**extra)
        if person is not None:
            client.force_login(person)
        return client

    return open_browser


@pytest.fixture
def mails() -> Iterator[Callable[[], list[EmailMessage]]]:
    """Every mail sent so far, once those under way have arrived."""

    def arrived() -> list[EmailMessage]:
        finish_posting()
        return list(mail.outbox)

    yield arrived
    finish_posting()
