"""Assessing renewals: what waits for me, saying how I see one, and deciding between two views."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.renewals.actions.assessing import (
    decide_assessment,
    decides_for,
    give_assessment,
    speaks_for_owner,
)
from retention.renewals.models import Assessment, AssessmentState, Renewal, SystemView

from ..answering import refused
from ..assessment_forms import AssessmentForm
from ..editing import form_page
from ..reader import reader, refuse_others
from ..renewals.assessed import to_decide, to_give, waits_for_owners
from ..renewals.family import family
from ..words import answer, counted, fact, opening, sentence

MOST = 100
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _answer(give: int, decide: int) -> SafeString:
    waiting = opening(counted(give, "assessment waits", "assessments wait"))
    first = sentence(_("{assessments} for you."), assessments=fact(waiting))
    if not decide:
        return answer(first)
    renewals = fact(counted(decide, "renewal", "renewals"), "#decide")
    return answer(first, sentence(_("Owner and system differ on {renewals}."), renewals=renewals))


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """What waits for the reader: as an owner to be given, as a lead to be decided."""
    user = reader(request)
    give, decide = list(to_give(user)[:MOST]), to_decide(user)
    views = SystemView.objects.visible_to(user).filter(assessment__in=decide)
    context = {
        "tabs": family(user, "assessments"),
        "give": give,
        "decide": decide,
        "others": waits_for_owners(user),
        "system": {view.assessment_id: view for view in views},
        "answer": _answer(len(give), len(decide)),
        "today": local_day(database_now(), user.time_zone),
    }
    return render(request, "desk/renewals/assessments.html", context)


def _waiting(request: HttpRequest, pk: int, state: AssessmentState) -> tuple[Renewal, Assessment | None]:
    renewals = Renewal.objects.visible_to(reader(request)).select_related("account__owner")
    row = get_object_or_404(renewals, pk=pk)
    refuse_others(request, row)
    found = Assessment.objects.visible_to(reader(request)).open().filter(renewal=row, state=state)
    return row, found.order_by("-due_on", "-id").first()


@FORM
def assessment_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the owner sees a renewal, before the system's view is shown."""
    row, asked = _waiting(request, pk, AssessmentState.ASKED)
    user, at = reader(request), database_now()
    if not speaks_for_owner(row.account, user, at=at):
        raise PermissionDenied("The account's owner gives this assessment.")
    if asked is None:
        return refused(request, _("No assessment is asked for now."), back=f"/renewals/{pk}/")
    form = AssessmentForm(request.POST or None, assessment=asked, initial={"version": asked.version})

    def save() -> str:
        said = form.cleaned_data
        given = give_assessment(
            renewal=row, view=said["view"], reason=said["reason"], plan=form.plan, by=user, at=at,
            expected_version=form.expected_version,
        )  # fmt: skip
        if given.state == AssessmentState.FINAL:
            return _("Your assessment is kept; the system agrees.")
        return _("Your assessment is kept; the system sees it otherwise, so your lead decides.")

    title = _("{which}: {account}").format(which=asked.get_which_display(), account=row.account.name)
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/")


@FORM
def assessment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide between the owner's view and the system's."""
    row, given = _waiting(request, pk, AssessmentState.DISAGREED)
    user, at = reader(request), database_now()
    if not decides_for(row.account, user) or (given is not None and given.by_id == user.pk):
        raise PermissionDenied("The lead of the account's team decides this.")
    if given is None:
        return refused(request, _("There is nothing to decide."), back=f"/renewals/{pk}/")
    form = AssessmentForm(request.POST or None, assessment=given, initial={"version": given.version})

    def save() -> str:
        said = form.cleaned_data
        decide_assessment(
            renewal=row, view=said["view"], reason=said["reason"], plan=form.plan, by=user, at=at,
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Decided: {view}.").format(view=dict(form.fields["view"].choices)[said["view"]])  # type: ignore[attr-defined]

    title = _("Decide: {account}").format(account=row.account.name)
    return form_page(request, form, title=title, save=save, back=f"/renewals/{pk}/")
