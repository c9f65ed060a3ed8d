"""What we talk with one person for: theirs alone, without copies, and on their page."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account
from contacts.actions import log_touchpoint
from contacts.habits import treated
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.models import User
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


def test_it_counts_what_was_said_with_them_and_not_what_they_had_in_copy(vela: Account, lena: User) -> None:
    ana, ben, at = make_contact(vela, "Ana Ruiz"), make_contact(vela, "Ben Okoro"), database_now()
    for number, purpose in enumerate(("learn", "learn", "learn", "educate", "sell", "sell")):
        log_touchpoint(
            account=vela, contacts=[ana], in_copy=[ben], channel="email", direction="outbound",
            outcome="replied", purpose=purpose, happened_at=at - timedelta(days=number + 1), by=lena, at=at,
            push_reason="They asked for it" if purpose == "sell" else "",
        )  # fmt: skip
    mix = treated(ana, lena, on=local_day(at, lena.time_zone)).mix
    assert (mix.pull, mix.push, mix.pulls_enough, mix.proactive) == (4, 2, False, 1)
    assert treated(ben, lena, on=local_day(at, lena.time_zone)).mix.sent == 0
    hers = Client()
    hers.force_login(lena)
    assert "4 to learn or teach, 2 to sell" in hers.get(f"/people/{ana.pk}/").content.decode()
    assert "Nothing was said with them" in hers.get(f"/people/{ben.pk}/").content.decode()
