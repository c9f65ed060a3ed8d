"""What the tests of pages start from: Lena's account with one of everything, and her browser."""

import pytest
from django.test import Client

from accounts.models import Account
from retention.team.models import User

from .book import Book, make_book, signed_in


@pytest.fixture
def book(vela: Account, lena: User) -> Book:
    """Vela Hotels, Lena's."""
    return make_book(vela, lena)


@pytest.fixture
def hers(lena: User) -> Client:
    """Lena's browser."""
    return signed_in(lena)


@pytest.fixture
def his(nico: User) -> Client:
    """Nico's browser: he sees nothing of North."""
    return signed_in(nico)
