"""The account team by function, what is missing against the template of the tier, and the template."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import (
    add_team_member,
    change_team_member,
    publish_team_template,
    remove_team_member,
)
from accounts.choices import TeamFunction, Tier
from accounts.forms.team import LeavesForm, TeamMemberEdit, TeamMemberForm, TeamTemplateForm, start_of
from accounts.models import Account, AccountTeamMember
from accounts.rosters import Roster, roster_of, template_now
from contacts.together import together
from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.team.visibility import leads_people
from retention.walks.facts import newest_versions, walks_at

from ..editing import form_page
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, sentence
from .account import frame, the_account

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _team_answer(account: Account, roster: Roster) -> SafeString:
    """Whether everybody is there whom this tier needs."""
    if not roster.gaps:
        said = _("{everybody} whom tier {tier} needs is there.")
        return answer(sentence(said, everybody=fact(_("Everybody")), tier=account.tier))
    missing = fact(counted(len(roster.gaps), "place", "places"), "#roster")
    return answer(sentence(_("Tier {tier} lacks {missing}."), tier=account.tier, missing=missing))


@require_safe
def account_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of ours works here, as what, and who is missing."""
    row, user = the_account(request, pk, "backup_owner"), reader(request)
    roster = roster_of(row, user, with_former=True)
    today = local_day(database_now(), user.time_zone)
    context = frame(row, "account_team") | {
        "roster": roster,
        "walks": walks_at(row, user, on=today),
        "today": today,
        "together": together(row, user, on=today),
        "answer": _team_answer(row, roster),
        "may_change": Account.objects.editable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "desk/team/account_team.html", context)


@FORM
def team_member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the account team."""
    row, user = the_account(request, pk), reader(request)
    refuse_others(request, row)
    wanted = request.GET.get("function", "")
    initial = {"function": wanted} if wanted in TeamFunction.values else {}
    if request.GET.get("backup"):
        initial["is_backup"] = "on"
    form = TeamMemberForm(request.POST or None, initial=initial)

    def save() -> str:
        member = add_team_member(account=row, by=user, at=database_now(), **form.fields_said())
        return f"{member.user.name} is on the account team."

    back = reverse("account_team", args=[pk])
    title = _("Account team of {name}").format(name=row.name)
    return form_page(request, form, title=title, save=save, back=back)


def _the_member(request: HttpRequest, pk: int) -> AccountTeamMember:
    rows = AccountTeamMember.objects.visible_to(reader(request)).select_related("user", "account")
    row = get_object_or_404(rows, pk=pk)
    refuse_others(request, row)
    return row


@FORM
def team_member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what somebody on the account team may do."""
    row, user = _the_member(request, pk), reader(request)
    initial = {"is_backup": row.is_backup, "may_edit": row.may_edit}
    form = TeamMemberEdit(request.POST or None, initial=initial)

    def save() -> str:
        change_team_member(member=row, by=user, at=database_now(), **form.fields_said())
        return _("Saved.")

    title = f"{row.user.name}, {row.get_function_display().lower()}"
    return form_page(request, form, title=title, save=save, back=_back(row))


@FORM
def team_member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the account team."""
    row, user, at = _the_member(request, pk), reader(request), database_now()
    form = LeavesForm(request.POST or None, initial={"on": local_day(at, user.time_zone)})

    def save() -> str:
        remove_team_member(member=row, by=user, at=at, **form.fields_said())
        return f"{row.user.name} left the account team."

    title = _("{name} leaves the account team").format(name=row.user.name)
    return form_page(request, form, title=title, save=save, back=_back(row))


def _back(row: AccountTeamMember) -> str:
    return reverse("account_team", args=[row.account_id])


def refuse_who_leads_nobody(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the reader leads people."""
    if not leads_people(reader(request)):
        raise PermissionDenied("Leads and admins keep the templates.")


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """What account teams need by tier, and how contracts walk."""
    refuse_who_leads_nobody(request)
    template = template_now()
    table = [
        (function.label, [(tier, template.needs.get(tier, {}).get(function)) for tier in Tier.values])
        for function in TeamFunction
    ]
    context = {"template": template, "tiers": Tier.choices, "table": table, "processes": newest_versions()}
    return render(request, "desk/team/templates.html", context)


@FORM
def team_template(request: HttpRequest) -> HttpResponse:
    """Change which functions each tier needs."""
    refuse_who_leads_nobody(request)
    user, now = reader(request), template_now()
    form = TeamTemplateForm(request.POST or None, initial=start_of(now.needs, now.version))

    def save() -> str:
        made = publish_team_template(
            changes=form.fields_said(), by=user, at=database_now(), expected_version=form.expected_version
        )
        return f"Version {made.version} counts from now on."

    return form_page(
        request, form, title=_("What account teams need"), save=save, back=reverse("work_templates")
    )
