"""Plans to begin with: Keel's own and those that teams keep."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.actions.team_templates import edit_template, save_template, withdraw_template
from plans.forms.account_plans import TemplateForm
from plans.models import TeamPlanTemplate
from plans.planning.templates import TEMPLATES
from plans.templating import outline_of, prompts_of
from plans.working import leads
from retention.lib.clock import database_now
from retention.lib.errors import DomainError

from ..answering import done, refused
from ..editing import form_page
from ..parts import Crumb
from ..reader import reader
from .plan_edit import SHOWS_AND_SAVES, place
from .plans import the_plan

MOST = 100


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """What a plan can begin with, by team, each with its objectives."""
    user = reader(request)
    rows = TeamPlanTemplate.objects.visible_to(user).standing().select_related("team", "by")
    led = set(TeamPlanTemplate.objects.editable_by(user).standing().values_list("pk", flat=True)[:MOST])
    shown = rows.order_by("team__name", "name", "id")[:MOST]
    context = {
        "rows": [(row, row.as_template(), row.pk in led) for row in shown],
        "built_in": list(TEMPLATES.values()),
        "crumbs": [Crumb(_("Plans"), reverse("plans")), Crumb(_("Templates"))],
    }
    return render(request, "desk/plans/templates.html", context)


@require_http_methods(SHOWS_AND_SAVES)
def template_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a plan is made of; the form shows what would be kept, so that it can be said better."""
    row, user = the_plan(request, pk), reader(request)
    if not leads(row.account, user):
        raise PermissionDenied
    initial = {"outline": outline_of(row), "prompts": prompts_of(row)}
    form = TemplateForm(request.POST or None, initial=initial)

    def save() -> str:
        made = save_template(plan=row, by=user, at=database_now(), **form.fields_said())
        return _("Kept. New plans of the team can begin with “{name}”.").format(name=made.name)

    title = _("Keep as a template: {title}").format(title=row.title)
    return form_page(request, form, title=title, save=save, back=place(pk))


def the_template(request: HttpRequest, pk: int) -> TeamPlanTemplate:
    """The template, or 404 when it is not theirs to see; 403 when they do not lead its team."""
    user = reader(request)
    row = get_object_or_404(TeamPlanTemplate.objects.visible_to(user).select_related("team"), pk=pk)
    if not TeamPlanTemplate.objects.editable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return row


@require_http_methods(SHOWS_AND_SAVES)
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a template better; plans that were begun with it stay as they are."""
    row = the_template(request, pk)
    form = TemplateForm(request.POST or None, template=row)

    def save() -> str:
        edit_template(
            template=row, changes=form.changes(), by=reader(request), at=database_now(),
            expected_version=form.expected_version,
        )  # fmt: skip
        return _("Saved.")

    return form_page(
        request, form, title=_("Template of {team}").format(team=row.team), save=save,
        back=reverse("plan_templates"), record=lambda: the_template(request, pk),
    )  # fmt: skip


@require_POST
def template_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """No plan begins with it any more."""
    row, back = the_template(request, pk), reverse("plan_templates")
    try:
        withdraw_template(template=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Withdrawn: {name}").format(name=row.name), back=back)
