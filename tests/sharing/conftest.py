"""A plan that is shared, with its link."""

import pytest

from accounts.models import Account
from retention.team.models import User

from .shared_book import SharedBook, make_shared_book


@pytest.fixture
def shared(vela: Account, lena: User) -> SharedBook:
    """Vela's plan, shared with Petra by Lena."""
    return make_shared_book(vela, lena)
