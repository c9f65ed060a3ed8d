"""Surveys of one question: the figures, asking a contact, the link to send, and the page behind the link."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from contacts.actions.surveys import answer_survey, ask_contact, survey_behind, survey_secret
from contacts.filters import SurveyFilter
from contacts.forms.voice import AnswerForm, SurveyForm
from contacts.models import SCALES, SurveyAsked, SurveyKind
from contacts.voice_answers import Answers, latest_answers
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.keyset import Sort
from retention.lib.zones import local_day
from retention.metrics.voice import ces, csat, nps
from retention.team.links import full_address

from ..editing import form_page
from ..formats import number_text, percent_text
from ..lists import Heading, listing
from ..parts import Fact
from ..reader import reader, refuse_others
from .contacts import the_contact

SORTS = {"asked": Sort("asked_on", "Asked", date.fromisoformat, descending=True)}
HEADINGS = (
    Heading("Who"), Heading("Account"), Heading("Question"), Heading("Asked", "asked", numeric=True),
    Heading("Answer", numeric=True), Heading("Why"), Heading("Link", hidden=True),
)  # fmt: skip
QUESTIONS = {
    SurveyKind.NPS: "How likely are you to recommend us to a colleague in your field?",
    SurveyKind.CSAT: "How satisfied are you with our work?",
    SurveyKind.CES: "“They made it easy for me.” How far do you agree?",
}
ENDS = {
    SurveyKind.NPS: ("not at all", "certainly"),
    SurveyKind.CSAT: ("not at all", "fully"),
    SurveyKind.CES: ("not at all", "fully"),
}


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """The figures of twelve months, and who was asked."""
    user = reader(request)
    rows = SurveyAsked.objects.visible_to(user).select_related("contact__person", "account")
    found = latest_answers(SurveyAsked.objects.visible_to(user), on=local_day(database_now(), user.time_zone))
    context = {
        "list": listing(request, rows, SurveyFilter, sorts=SORTS, headings=HEADINGS),
        "facts": figures(found),
    }
    return render(request, "desk/voice/surveys.html", context)


def figures(found: Answers) -> list[Fact]:
    """NPS of respondents and with one vote per account, satisfaction, ease, and how many answer."""
    scores: dict[str, list[int]] = found.by_contact
    rows = [
        ("NPS", nps(scores.get(SurveyKind.NPS, [])), False),
        ("NPS, one vote per account", nps(found.by_account.get(SurveyKind.NPS, [])), False),
        ("NPS, who decides", nps(found.deciders.get(SurveyKind.NPS, [])), False),
        ("NPS, who uses it", nps(found.users.get(SurveyKind.NPS, [])), False),
        ("Satisfied", csat(scores.get(SurveyKind.CSAT, [])), True),
        ("Found it easy", ces(scores.get(SurveyKind.CES, [])), True),
    ]
    facts = [_fact(label, figure, is_share) for label, figure, is_share in rows]
    share = percent_text(found.answered / found.asked) if found.asked else "—"
    top = percent_text(found.heard / found.accounts) if found.accounts else "—"
    return [
        *facts,
        Fact("Answered", share, f"{found.answered} of {found.asked} asked"),
        Fact("Heard from who decides", top, f"{found.heard} of {found.accounts} accounts asked"),
    ]


def _fact(label: str, figure: Any, is_share: bool) -> Fact:
    if figure is None:
        return Fact(label, "—", _("fewer than five answers"))
    low, high = figure.interval
    write = percent_text if is_share else number_text
    note = (
        f"{write(low)} to {write(high)}, {figure.n} answers"
        if figure.says_interval
        else f"{figure.n} answers"
    )
    return Fact(label, write(figure.value), note)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody one question; the next page holds the link to send."""
    row, user = the_contact(request, pk), reader(request)
    refuse_others(request, row)
    form = SurveyForm(request.POST or None)
    made: list[SurveyAsked] = []

    def save() -> str:
        made.append(ask_contact(contact=row, kind=form.cleaned_data["kind"], by=user, at=database_now()))
        return _("The link is ready to send.")

    back = reverse("contact", args=[pk])
    title = _("Ask {name} one question").format(name=row.name)
    response = form_page(request, form, title=title, save=save, back=back)
    if made:
        link = reverse("survey", args=[made[0].pk])
        if response.status_code == 302:
            response["Location"] = link
        elif "HX-Redirect" in response:
            response["HX-Redirect"] = link
    return response


@never_cache
@sensitive_variables("link")
@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, with the link to send, or what was answered."""
    rows = SurveyAsked.objects.visible_to(reader(request))
    row = get_object_or_404(rows.select_related("contact__person", "account", "step", "asked_by"), pk=pk)
    refuse_others(request, row)
    link = full_address(reverse("survey_answer", args=[survey_secret(row)]))
    context = {
        "survey": row,
        "link": link,
        "question": QUESTIONS[SurveyKind(row.kind)],
        "main_account": row.account_id,
    }
    return render(request, "desk/voice/survey.html", context)


@login_not_required
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, secret: str) -> HttpResponse:
    """One question, answered once; a link that is not ours is not found."""
    at, row = database_now(), survey_behind(secret)
    if row is None:
        raise Http404
    kind = SurveyKind(row.kind)
    form = AnswerForm(request.POST or None, kind=kind)
    over = row.score is not None or local_day(at, "UTC") > row.expires_on
    thanks = False
    if form.is_bound and not over and form.is_valid():
        try:
            answer_survey(survey=row, at=at, **form.fields_said())
        except DomainError as error:
            form.refuse(error)
        else:
            thanks = True
    context = {
        "form": form, "question": QUESTIONS[kind], "scale": SCALES[kind], "ends": ENDS[kind], "over": over,
        "thanks": thanks, "sender": row.asked_by.name,
    }  # fmt: skip
    status = 410 if over else 422 if form.is_bound and not thanks else 200
    return render(request, "desk/voice/answer.html", context, status=status)
