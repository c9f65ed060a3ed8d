"""What an account was taught in a period, and what is planned (docs/methods.md, Education).

What is asked for was read through ``visible_to`` before.
"""

from dataclasses import dataclass
from datetime import date

from accounts.models import Account

from .choices import Adopted
from .models import Lesson


@dataclass(frozen=True, slots=True)
class LessonShown:
    """A lesson as a pack tells it; ``adopted`` is unknown, yes or no."""

    lesson_id: int
    topic: str
    audience: str
    material: str
    link: str
    taught_on: date | None
    taught_by: str
    planned_for: date | None
    adopted: str
    adopted_on: date | None


@dataclass(frozen=True, slots=True)
class Education:
    """Lessons taught in a period, those planned on its last day, and how many were taken up."""

    account_id: int
    first: date
    last: date
    taught: tuple[LessonShown, ...]
    planned: tuple[LessonShown, ...]

    def count(self, adopted: str) -> int:
        """How many lessons of the period have this word."""
        return sum(row.adopted == adopted for row in self.taught)

    @property
    def taken_up(self) -> int:
        """How many they use."""
        return self.count(Adopted.YES)

    @property
    def not_known(self) -> int:
        """Of how many nobody knows yet whether they use it."""
        return self.count(Adopted.UNKNOWN)


def education_of(account: Account, period: tuple[date, date]) -> Education:
    """What was taught in *period* (both days included) and what is still planned, in one query."""
    first, last = period
    rows = Lesson.objects.standing().filter(account=account)
    rows = rows.select_related("audience__person", "taught_by").order_by("taught_on", "planned_for", "id")
    lessons = list(rows)
    taught = [row for row in lessons if row.taught_on and first <= row.taught_on <= last]
    planned = [row for row in lessons if row.taught_on is None or row.taught_on > last]
    return Education(account.pk, first, last, _shown(taught), _shown(planned))


def _shown(rows: list[Lesson]) -> tuple[LessonShown, ...]:
    return tuple(
        LessonShown(
            lesson_id=row.pk, topic=row.topic, audience=row.audience.name if row.audience else "",
            material=row.material, link=row.link, taught_on=row.taught_on,
            taught_by=row.taught_by.name if row.taught_by else "", planned_for=row.planned_for,
            adopted=row.adopted, adopted_on=row.adopted_on,
        )
        for row in rows
    )  # fmt: skip
