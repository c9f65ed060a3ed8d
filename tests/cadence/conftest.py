"""The person most tests of check-ins are about."""

import pytest

from accounts.models import Account
from contacts.models import Contact
from tests.factories import make_contact


@pytest.fixture
def champion(vela: Account) -> Contact:
    return make_contact(vela, "Nadia Rossi", buying_role="champion", is_key=True)
