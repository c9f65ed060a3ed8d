"""The first admin comes in by a command, through the same action as everybody later."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from retention.team.models import User
from retention.team.roles import Role

pytestmark = pytest.mark.django_db


def test_the_command_invites_an_admin_and_shows_a_link_that_works(client: object) -> None:
    shown = StringIO()
    call_command("invite_admin", "ada@keel.test", "Ada Lovell", stdout=shown)
    ada = User.objects.get(email="ada@keel.test")
    assert (ada.name, ada.role, ada.has_usable_password()) == ("Ada Lovell", Role.ADMIN, False)
    link = shown.getvalue().strip().splitlines()[-1]
    assert client.get("/" + link.split("/", 3)[3], follow=True).status_code == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize("email", ["nobody", "", "a b@keel.test", "ada@keel.test\x00"])
def test_an_address_that_is_none_is_refused_and_nobody_is_made(email: str) -> None:
    with pytest.raises(CommandError):
        call_command("invite_admin", email, "Ada Lovell")
    assert not User.objects.people().exists()


def test_somebody_who_is_there_already_is_not_made_twice() -> None:
    call_command("invite_admin", "ada@keel.test", "Ada Lovell", stdout=StringIO())
    with pytest.raises(CommandError, match="already signs in"):
        call_command("invite_admin", "ADA@keel.test", "Ada Lovell")
    assert User.objects.people().count() == 1
