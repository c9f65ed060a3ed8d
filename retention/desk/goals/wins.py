"""What winning means to each of their people, and whose expectations contradict each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet

from accounts.models import Account
from contacts.knowledge.words import Topic
from contacts.models import Contact, KnownFact
from plans.models import RoiTarget
from retention.team.models import User

from .facts import whom_it_contradicts

MOST = 100


@dataclass(frozen=True)
class Win:
    """What winning means to somebody now, what it meant before, and who wants something else."""

    contact: Contact
    now: KnownFact
    before: Sequence[KnownFact]
    contradicts: tuple[str, ...]


def said_on_winning(user: User) -> QuerySet[KnownFact]:
    """What stands of the contact of an outer query, whom nothing more is asked of when there is nothing."""
    rows = KnownFact.objects.visible_to(user).current()
    found: QuerySet[KnownFact] = rows.filter(contact=OuterRef("pk"), topic=Topic.WIN)
    return found


def wins_of(account: Account, user: User, *, contact: Contact | None = None) -> list[Win]:
    """By person, the newest word first: in two queries. The newest that stands is what counts."""
    rows = KnownFact.objects.visible_to(user).filter(account=account, topic=Topic.WIN)
    if contact is not None:
        rows = rows.filter(contact=contact)
    people: dict[int, list[KnownFact]] = {}
    for row in rows.select_related("contact__person").order_by("-said_on", "-id")[:MOST]:
        people.setdefault(row.contact_id or 0, []).append(row)
    if not any(row.is_current for said in people.values() for row in said):
        return []
    against = _contradictions(account, user)
    return [win for said in people.values() for win in _win(said, against)]


def _win(said: Sequence[KnownFact], against: dict[int, list[str]]) -> Iterable[Win]:
    """Nothing when what they said was taken back."""
    now = next((row for row in said if row.is_current), None)
    if now is None or now.contact is None:
        return
    before = [row for row in said if row.pk != now.pk and not row.is_current]
    yield Win(now.contact, now, before, tuple(against.get(now.contact.pk, ())))


def _contradictions(account: Account, user: User) -> dict[int, list[str]]:
    """By stakeholder those who want something else of the same figure."""
    rows = RoiTarget.objects.visible_to(user).standing().filter(account=account, stakeholder__isnull=False)
    targets = list(rows.select_related("stakeholder__person").order_by("id")[:MOST])
    found: dict[int, list[str]] = {}
    for row in targets:
        names = found.setdefault(row.stakeholder_id or 0, [])
        names += [f"{name}: {row.metric}" for name in whom_it_contradicts(row, targets) if name not in names]
    return found
