"""The plan as a whole: beginning it, writing its sections, moving it, reviewing it, growth."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plans.actions.drafting import copy_plan, edit_plan, start_plan
from plans.actions.growing import add_growth_line, edit_growth_line, remove_growth_line, set_growth
from plans.actions.moving import move_plan, review_plan, sign_plan
from plans.actions.texts import section_version, write_section
from plans.forms.account_plans import (
    EditPlanForm,
    GrowthForm,
    GrowthLineForm,
    MoveForm,
    ReviewForm,
    StartPlanForm,
)
from plans.models import AccountPlan, GrowthFrame, GrowthLine
from plans.plan_facts import moves_for
from plans.planning.completeness import review_days
from plans.planning.sections import SECTION, SECTIONS
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused
from ..editing import form_page
from ..plans.section_form import SectionForm, as_it_stands, entries_of
from ..reader import reader, refuse_others
from .account import the_account
from .plans import the_plan

SHOWS_AND_SAVES = ["GET", "HEAD", "POST"]


def plan_of_theirs(request: HttpRequest, pk: int) -> AccountPlan:
    """The plan, or 404 when it is not theirs to see; 403 when they may only read it."""
    row = the_plan(request, pk)
    refuse_others(request, row)
    return row


def place(plan_id: int, part: str = "") -> str:
    """The plan's page, at a part of it."""
    return reverse("plan", args=[plan_id]) + (f"#{part}" if part else "")


@require_http_methods(SHOWS_AND_SAVES)
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a plan, empty or from a template."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    today = local_day(at, user.time_zone)
    initial = {"period_start": today.replace(day=1), "template": ""}
    form = StartPlanForm(request.POST or None, account=row, user=user, initial=initial)

    def save() -> str:
        made = start_plan(account=row, by=user, at=at, **form.fields_said())
        return _("Began the plan “{title}”.").format(title=made.title)

    back = reverse("account_plan", args=[pk])
    return form_page(request, form, title=_("Begin a plan"), save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, owner and days of a draft."""
    row, user = plan_of_theirs(request, pk), reader(request)
    form = EditPlanForm(request.POST or None, plan=row)

    def save() -> str:
        edit_plan(
            plan=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=_("Title, owner and days"), save=save, back=place(pk),
        record=lambda: the_plan(request, pk),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The short fields of one section; the address names it."""
    row, user = plan_of_theirs(request, pk), reader(request)
    asked = request.GET.get("section", "")
    written = [section for section in SECTIONS if section.fields]
    section = SECTION[asked] if asked in SECTION and SECTION[asked].fields else written[0]
    initial = {"version": section_version(row, section)}
    entries = entries_of(row, section)
    form = SectionForm(request.POST or None, section=section, entries=entries, initial=initial)

    def save() -> str:
        write_section(
            plan=row, section=section.key, said=form.said(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("{section} saved.").format(section=section.title)

    title = _("{section}: {question}").format(section=section.title, question=section.question)
    return form_page(
        request, form, title=title, save=save, back=place(pk, section.key),
        record=lambda: as_it_stands(row, section), more={"address": request.get_full_path()},
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def plan_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to review, approve it, start it, amend it, close it: what its state allows."""
    row, user = plan_of_theirs(request, pk), reader(request)
    initial = {"move": request.GET.get("move", "")}
    form = MoveForm(request.POST or None, plan=row, moves=moves_for(row, user), initial=initial)

    def save() -> str:
        moved = move_plan(
            plan=row, by=user, at=database_now(), expected_version=form.expected_version, **form.fields_said()
        )
        return _("{title}: {state}.").format(title=moved.title, state=moved.get_state_display().lower())

    return form_page(
        request, form, title=_("What happens with the plan"), save=save, back=place(pk),
        record=lambda: the_plan(request, pk),
    )  # fmt: skip


@require_POST
def plan_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The account's executive sponsor signs."""
    row, user = the_plan(request, pk), reader(request)
    try:
        sign_plan(plan=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=place(pk))
    return done(request, _("Signed."), back=place(pk))


@require_http_methods(SHOWS_AND_SAVES)
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the plan was looked at."""
    row, user, at = plan_of_theirs(request, pk), reader(request), database_now()
    later = local_day(at, user.time_zone) + timedelta(days=review_days(row.tier_at_start))
    form = ReviewForm(request.POST or None, initial={"next_review_on": later})

    def save() -> str:
        seen = review_plan(plan=row, by=user, at=at, **form.fields_said())
        return _("Reviewed. Next on {day}.").format(day=f"{seen.next_review_on:%-d %b %Y}")

    return form_page(request, form, title=_("Review the plan"), save=save, back=place(pk))


@require_POST
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin next year's plan with what still holds."""
    row, user = plan_of_theirs(request, pk), reader(request)
    try:
        made = copy_plan(plan=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=place(pk))
    return done(request, _("Began “{title}”.").format(title=made.title), back=place(made.pk))


@require_http_methods(SHOWS_AND_SAVES)
def plan_growth(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the plan starts from and what is wanted."""
    row, user = plan_of_theirs(request, pk), reader(request)
    frame = GrowthFrame.objects.visible_to(user).filter(plan=row).first()
    form = GrowthForm(request.POST or None, frame=frame, account=row.account)

    def save() -> str:
        set_growth(
            plan=row, changes=form.fields_said(), by=user, at=database_now(),
            expected_version=form.expected_version if frame else None,
        )  # fmt: skip
        return _("Saved.")

    title = _("Growth, in {currency} a year").format(currency=row.account.currency)
    return form_page(
        request, form, title=title, save=save, back=place(pk, "growth"),
        record=lambda: GrowthFrame.objects.visible_to(user).filter(plan=row).first(),
    )  # fmt: skip


@require_http_methods(SHOWS_AND_SAVES)
def growth_line_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Count on an expansion."""
    row, user = plan_of_theirs(request, pk), reader(request)
    form = GrowthLineForm(request.POST or None, user=user, account=row.account)

    def save() -> str:
        add_growth_line(plan=row, by=user, at=database_now(), **form.fields_said())
        return _("Added.")

    return form_page(request, form, title=_("Expansion"), save=save, back=place(pk, "growth"))


def the_line(request: HttpRequest, pk: int) -> GrowthLine:
    """The expansion, or 404; 403 when they may only read it."""
    rows = GrowthLine.objects.visible_to(reader(request)).select_related("plan__account")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


@require_http_methods(SHOWS_AND_SAVES)
def growth_line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an expansion."""
    row, user = the_line(request, pk), reader(request)
    form = GrowthLineForm(request.POST or None, user=user, account=row.plan.account, line=row)

    def save() -> str:
        edit_growth_line(
            line=row, changes=form.changes(), by=user, at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=_("Expansion"), save=save, back=place(row.plan_id, "growth"),
        record=lambda: the_line(request, pk),
    )  # fmt: skip


@require_POST
def growth_line_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an expansion out of a draft."""
    row, user = the_line(request, pk), reader(request)
    back = place(row.plan_id, "growth")
    try:
        remove_growth_line(line=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("No longer counted on: {what}").format(what=row.what), back=back)
