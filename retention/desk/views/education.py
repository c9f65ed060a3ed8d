"""What customers should learn: one account's plan, all accounts, and what is done about a lesson."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from plans.actions.lessons import (
    drop_lesson,
    edit_lesson,
    judge_lesson,
    plan_lesson,
    restore_lesson,
    teach_lesson,
    untaught_lesson,
)
from plans.education import Education, education_of
from plans.forms.lessons import AdoptedForm, LessonForm, TaughtForm
from plans.lesson_filters import LessonFilter
from plans.models import Lesson
from plans.worth import year_to
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day

from ..answering import done, refused, taken_back
from ..editing import form_page
from ..lists import Heading, listing
from ..parts import Segment
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account
from .account_edit import SHOWS_AND_SAVES

SORTS = {
    "planned": Sort("planned_for", "Planned for", date.fromisoformat, nullable=True),
    "taught": Sort("taught_on", "Taught", date.fromisoformat, descending=True, nullable=True),
}
HEADINGS = (
    Heading("What they should learn"),
    Heading("Account"),
    Heading("Whom"),
    Heading("Planned for", "planned", numeric=True),
    Heading("Taught", "taught", numeric=True),
    Heading("Do they use it"),
    Heading("Who teaches it"),
)
VIEWS = (
    ("To teach", "?open=1"),
    ("Late", "?late=1"),
    ("Taught", "?taught=1&sort=-taught"),
    ("All", "?open="),
)
PEOPLE = ("account", "audience__person", "owner", "taught_by")


@require_safe
def education(request: HttpRequest) -> HttpResponse:
    """Every lesson of the reader's accounts; without a filter those to be taught, the next one first."""
    user = reader(request)
    rows = Lesson.objects.visible_to(user).standing().select_related(*PEOPLE)
    if not request.GET:
        rows = rows.open()
    found = listing(request, rows, LessonFilter, sorts=SORTS, headings=HEADINGS)
    asked = request.GET.urlencode() or "open=1"
    segments = [
        Segment(_(label), f"{request.path}{query}", current=asked == query.lstrip("?"))
        for label, query in VIEWS
    ]
    today = local_day(database_now(), user.time_zone)
    late = sum(row.is_late(on=today) for row in found.rows)
    context = {"list": found, "segments": segments, "today": today, "answer": _answer_of_list(late)}
    return render(request, "desk/education/list.html", context)


def _answer_of_list(late: int) -> SafeString:
    if not late:
        return answer(
            sentence(_("{nothing} here should have been taught by now."), nothing=fact(_("Nothing")))
        )
    number = fact(opening(counted(late, "lesson", "lessons")), "?late=1")
    return answer(sentence(_("{number} should have been taught by now."), number=number))


@require_safe
def account_education(request: HttpRequest, pk: int) -> HttpResponse:
    """What an account should learn, what it was taught, and whether it is used."""
    row, user = the_account(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    lessons = list(
        Lesson.objects.visible_to(user).standing().filter(account=row).select_related(*PEOPLE)
        .order_by("planned_for", "id")[:200]
    )  # fmt: skip
    taught = sorted(
        (each for each in lessons if each.taught_on), key=lambda each: (each.taught_on, each.pk), reverse=True
    )
    context = frame(row, "account_education") | {
        "open": [(each, each.is_late(on=today)) for each in lessons if not each.taught_on],
        "taught": taught,
        "answer": _answer(education_of(row, year_to(today))),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/education/account.html", context)


def _answer(year: Education) -> SafeString:
    if not year.taught:
        return answer(sentence(_("They were taught {nothing} in a year."), nothing=fact(_("nothing"))))
    number = fact(counted(len(year.taught), "thing", "things"), "#taught")
    first = sentence(_("They were taught {number} in a year."), number=number)
    if year.not_known == len(year.taught):
        return answer(first, sentence(_("Whether they use it is not known yet.")))
    return answer(
        first, sentence(_("They use {used}."), used=fact(counted(year.taken_up, "of them", "of them")))
    )


@dataclass(frozen=True)
class Verb:
    """What can be done to a lesson: its form, the action behind it, and the words before and after."""

    form: Any
    action: Callable[..., Any]
    title: str
    said: str


VERBS = {
    "lesson_taught": Verb(TaughtForm, teach_lesson, "Taught: {}", "Noted."),
    "lesson_adopted": Verb(AdoptedForm, judge_lesson, "Do they use it: {}", "Noted."),
}


@require_http_methods(SHOWS_AND_SAVES)
def lesson_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan to teach something."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    form = LessonForm(request.POST or None, user=user, account=row, initial={"owner": user.pk})

    def save() -> str:
        plan_lesson(account=row, by=user, at=database_now(), **form.fields_said())
        return _("Planned.")

    title = _("What {name} should learn").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=_page(pk))


@require_http_methods(SHOWS_AND_SAVES)
def lesson_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is planned."""
    row, user = _lesson(request, pk), reader(request)
    said = {name: getattr(row, name) for name in ("topic", "planned_for", "material", "link", "version")}
    said |= {"contact": row.audience_id, "owner": row.owner_id, "target": row.target_id}
    form = LessonForm(request.POST or None, user=user, account=row.account, record=row, initial=said)

    def save() -> str:
        edit_lesson(
            lesson=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=_("Edit: {topic}").format(topic=row.topic), save=save,
        back=_page(row.account_id), record=lambda: _lesson(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def lesson_act(request: HttpRequest, pk: int, *, verb: str) -> HttpResponse:
    """It was taught; or it is seen whether they use it."""
    row, user, at = _lesson(request, pk), reader(request), database_now()
    what, today = VERBS[verb], local_day(database_now(), reader(request).time_zone)
    initial = {"on": today, "taught_by": row.owner_id, "adopted": row.adopted, "note": row.adopted_note}
    form = what.form(request.POST or None, user=user, account=row.account, record=row, initial=initial)

    def save() -> str:
        what.action(lesson=row, by=user, at=at, **form.fields_said())
        return _(what.said)

    title = _(what.title).format(row.topic[:80])
    return form_page(request, form, title=title, save=save, back=_page(row.account_id))


@require_POST
def lesson_untaught(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not taught after all."""
    return _clicked(request, pk, untaught_lesson, _("Planned again: {topic}"))


@require_POST
def lesson_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not to be taught."""
    row, user = _lesson(request, pk), reader(request)
    try:
        drop_lesson(lesson=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_page(row.account_id))
    undo, said = reverse("lesson_restore", args=[pk]), _("Dropped: {topic}").format(topic=row.topic)
    return done(request, said, undo_url=undo, back=_page(row.account_id), gone=f"lesson-{pk}")


@require_POST
def lesson_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo dropping it."""
    return _clicked(request, pk, restore_lesson, _("Stands again: {topic}"))


def _clicked(request: HttpRequest, pk: int, action: Callable[..., Any], said: str) -> HttpResponse:
    row, user = _lesson(request, pk), reader(request)
    try:
        action(lesson=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=_page(row.account_id))
    return taken_back(request, said.format(topic=row.topic), back=_page(row.account_id))


def _page(account_id: int) -> str:
    return reverse("account_education", args=[account_id])


def _lesson(request: HttpRequest, pk: int) -> Lesson:
    """The lesson, or 404; 403 for whoever may only read it."""
    row = get_object_or_404(Lesson.objects.visible_to(reader(request)).select_related(*PEOPLE), pk=pk)
    refuse_others(request, row)
    return row
