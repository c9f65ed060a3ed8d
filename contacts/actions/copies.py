"""Handing a person a copy of what Keel holds of them: for admins, and always written down."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..erasing.copies import Section, counted, sections_of
from ..erasing.traces import rows_of, traces_of
from ..models import DataRequest, Person, RequestKind, RequestReason


@transaction.atomic
def hand_out_copy(*, person: Person, by: User, at: datetime) -> list[Section]:
    """Everything held of the person, personal notes and private talks among it; who took it is kept.

    Raises PermissionDenied.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    sections = counted(sections_of(traces_of(person)))
    counts = {section.key: number for section, number in sections}
    DataRequest.objects.create(
        kind=RequestKind.EXPORT, person=person, reason=RequestReason.ASKED, by=by, at=at, counts=counts
    )
    return [section for section, _ in sections]


def what_is_held(person: Person) -> list[tuple[str, int]]:
    """How many records are the person's or point at them, by kind; texts that name them are not counted."""
    return [(section.title, number) for section, number in counted(sections_of(rows_of(person)))]
