"""What a few of the demo customers should learn, and what they were taught."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Account
from contacts.actions.knowledge import learn
from contacts.models import Contact
from plans.actions.lessons import judge_lesson, plan_lesson, teach_lesson
from retention.team.models import User

LESSONS = (
    # what, with what, taught or planned so many days from today, do they use it
    ("Planning a week in the depot board", "Guide for planners", -70, "yes"),
    ("Reading the error report", "Sample report", -25, "unknown"),
    ("Handing a route to another driver", "Ten-minute film", 12, ""),
)

WIN = "My planners go home on time, and nobody calls me on Sunday."


def make_lessons(users: Mapping[str, User], *, at: datetime) -> None:
    """At Lena's three largest customers: what winning means to somebody, two lessons taught, one planned."""
    by = users["Lena"]
    for account in Account.objects.filter(owner=by).order_by("-arr_base", "id")[:3]:
        people = Contact.objects.filter(account=account, person__isnull=False, is_placeholder=False)
        somebody = people.order_by("-is_key", "id").first()
        if somebody is not None:
            learn(
                account=account, topic="win", contact=somebody, text=WIN, by=by, at=at,
            )  # fmt: skip
        for topic, material, days, used in LESSONS:
            day = at.date() + timedelta(days=days)
            lesson = plan_lesson(
                account=account, topic=topic, material=material, audience=somebody, by=by, at=at,
                planned_for=day if days > 0 else None,
            )  # fmt: skip
            if days < 0:
                teach_lesson(lesson=lesson, on=day, by=by, at=at)
                judge_lesson(lesson=lesson, adopted=used, on=day + timedelta(days=20), by=by, at=at)
