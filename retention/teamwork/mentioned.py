"""Who may be named in a comment: colleagues who can read it. Nobody learns here who else there is."""

from collections.abc import Iterable

from accounts.choosing import people_at_work
from accounts.rights import sees
from contacts.models import Touchpoint
from retention.lib.errors import DomainError
from retention.team.models import User

from .handles import handles_in, named_in


class CannotBeNamed(DomainError):
    """Whoever is named cannot read the comment, is nobody, or could be several people."""


def may_read(account_id: int, touchpoint: Touchpoint | None, person: User) -> bool:
    """True when a comment on that account, or that talk, is for this person to see."""
    if touchpoint is not None:
        return Touchpoint.objects.visible_to(person).filter(pk=touchpoint.pk).exists()
    return sees(account_id, person)


def people_named(
    text: str, tell: Iterable[User], *, account_id: int, touchpoint: Touchpoint | None, by: User
) -> dict[User, bool]:
    """Whom to tell, and whether the text names them; never the author.

    Whoever cannot read the comment is as unknown as nobody: a handle tells nothing of who works here.
    Raises CannotBeNamed for ``text`` or ``tell``.
    """
    found = {person: False for person in tell}
    for person in found:
        at_work = person.is_active and not person.is_machine
        if not at_work or not may_read(account_id, touchpoint, person):
            raise CannotBeNamed(
                "Whoever you tell must be able to see this. Choose somebody else.", field="tell"
            )
    found |= {person: True for person in _by_handles(text, account_id, touchpoint)}
    found.pop(by, None)
    return found


def _by_handles(text: str, account_id: int, touchpoint: Touchpoint | None) -> list[User]:
    if not handles_in(text):
        return []
    there = {person.pk: person for person in people_at_work()}
    rows = [(person.pk, person.name, person.email) for person in there.values()]
    named = named_in(text, rows)
    if named.unclear:
        named = named_in(text, [row for row in rows if may_read(account_id, touchpoint, there[row[0]])])
    if named.unclear:
        raise CannotBeNamed(
            f"More than one colleague could be @{named.unclear[0]}. Write the whole name, as @lena.voss.",
            field="text",
        )
    people = [there[number] for number in named.ids]
    if named.unknown or not all(may_read(account_id, touchpoint, person) for person in people):
        raise CannotBeNamed(
            "Somebody named with @ is nobody who can see this. Name colleagues who see this account, as "
            "@lena or @lena.voss, or leave the @ out.",
            field="text",
        )
    return people
