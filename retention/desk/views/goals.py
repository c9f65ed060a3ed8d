"""What was agreed with an account and what came of it: the page, and what is entered on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from plans import actions
from plans.forms import goals as forms
from plans.forms.milestones import in_words
from plans.models import ChangeRecord, ExpectationGap, GoodwillEntry, Measurement, RoiTarget, ValueEntry
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import refused, taken_back, way_back
from ..editing import form_page
from ..formats import money_text
from ..goals.facts import ValueFacts, value_facts
from ..goals.wins import wins_of
from ..reader import reader, refuse_others
from ..words import answer, counted, fact, opening, sentence
from .account import frame, the_account
from .account_edit import SHOWS_AND_SAVES

DAYS = (
    "on", "measured_on", "happened_on", "given_on", "asked_on", "noticed_on", "talked_on", "baseline_on",
)  # fmt: skip
"""Fields that start with today."""


@dataclass(frozen=True)
class Verb:
    """What can be done to a record: its form, the action behind it, and the words before and after."""

    form: type[forms.GoalForm]
    action: Callable[..., Any]
    title: str
    said: str
    is_edit: bool = False


KINDS: dict[str, tuple[type[Any], str]] = {
    "target": (RoiTarget, "target"),
    "measurement": (Measurement, "measurement"),
    "entry": (ValueEntry, "entry"),
    "goodwill": (GoodwillEntry, "entry"),
    "change": (ChangeRecord, "change"),
    "gap": (ExpectationGap, "gap"),
}
"""Each kind of record with its model, and what actions call it."""
VERBS: dict[str, Verb] = {
    "goal_edit": Verb(forms.TargetForm, actions.edit_target, "Edit the target: {}", "Saved.", is_edit=True),
    "goal_agree": Verb(forms.PersonAndDayForm, actions.agree_target, "They agreed to: {}",
                       "Agreed. It moves by a change from now on."),
    "goal_review": Verb(forms.DayForm, actions.review_target, "Looked at with them: {}", "Noted."),
    "goal_confirm": Verb(forms.PersonAndDayForm, actions.confirm_target, "They confirm it is reached: {}",
                         "Confirmed."),
    "goal_withdraw": Verb(forms.WithdrawTargetForm, actions.withdraw_target, "Withdraw: {}", "Withdrawn."),
    "goal_measure": Verb(forms.MeasurementForm, actions.measure, "Measured: {}", "Measurement entered."),
    "measurement_correct": Verb(forms.MeasurementForm, actions.correct_measurement,
                                "Correct the measurement of {}", "Corrected.", is_edit=True),
    "measurement_void": Verb(forms.ReasonForm, actions.void_measurement, "Take back the measurement of {}",
                             "Taken back."),
    "value_edit": Verb(forms.ValueForm, actions.edit_value, "Edit: {}", "Saved.", is_edit=True),
    "value_evidence": Verb(forms.EvidenceForm, actions.evidence_value, "Evidence for: {}", "Evidence kept."),
    "value_confirm": Verb(forms.ConfirmForm, actions.confirm_value, "They confirm: {}", "Confirmed."),
    "value_dispute": Verb(forms.DisputeForm, actions.dispute_value, "They dispute: {}", "Dispute noted."),
    "value_withdraw": Verb(forms.ReasonForm, actions.withdraw_value, "Withdraw: {}", "Withdrawn."),
    "goodwill_told": Verb(forms.PersonAndDayForm, actions.tell_goodwill, "They were told: {}", "Noted."),
    "goodwill_acknowledge": Verb(forms.DayForm, actions.acknowledge_goodwill, "They acknowledged: {}",
                                 "Noted."),
    "change_decide": Verb(forms.DecisionForm, actions.decide_change, "Decide: {}", "Decided."),
    "change_acknowledge": Verb(forms.PersonAndDayForm, actions.acknowledge_change, "They acknowledged: {}",
                               "Noted."),
    "gap_settle": Verb(forms.GapOutcomeForm, actions.settle_gap, "What was agreed: {}", "Settled."),
}  # fmt: skip
CLICKS: dict[str, Callable[..., Any]] = {
    "value_take_back": actions.take_back_answer,
    "goodwill_withdraw": actions.withdraw_goodwill,
}
NEW: dict[str, Verb] = {
    "goal_new": Verb(forms.TargetForm, actions.add_target, "What {} wants to gain", "Target written down."),
    "value_new": Verb(forms.NewValueForm, actions.claim_value, "What {} gained", "Written down."),
    "goodwill_new": Verb(forms.GoodwillForm, actions.give_goodwill, "Given to {} on top", "Written down."),
    "gap_new": Verb(forms.GapForm, actions.note_gap, "What somebody at {} expects", "Written down."),
}


@require_safe
def account_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets, measurements, value, and what moved."""
    row, user = the_account(request, pk), reader(request)
    today = local_day(database_now(), user.time_zone)
    facts = value_facts(row, user, on=today)
    context = frame(row, "account_value") | {
        "facts": facts,
        "answer": _answer(facts),
        "way": reverse("account_value", args=[pk]),
        "may_edit": Account.objects.editable_by(user).filter(pk=pk).exists(),
        "wins": wins_of(row, user),
        "may_win": True,
    }
    return render(request, "desk/goals/account.html", context)


def _answer(facts: ValueFacts) -> SafeString:
    """What was agreed, and what they confirmed."""
    if not facts.agreed:
        return answer(sentence(_("{nothing} was agreed that could be measured."), nothing=fact(_("Nothing"))))
    number = fact(opening(counted(len(facts.agreed), "target", "targets")), "#targets")
    first = sentence(_("{number} agreed with them."), number=number)
    if not facts.confirmed.count:
        return answer(first, sentence(_("They confirmed {nothing} in a year."), nothing=fact(_("nothing"))))
    sums = ", ".join(money_text(amount, currency) for currency, amount in facts.confirmed.sums)
    worth = fact(sums or _("benefits of unknown worth"), "#value")
    return answer(first, sentence(_("They confirmed {worth} in a year."), worth=worth))


@require_http_methods(SHOWS_AND_SAVES)
def new_of_account(request: HttpRequest, pk: int, *, verb: str) -> HttpResponse:
    """Write down a target, a benefit, something given, or an expectation that cannot be met."""
    row, user, at = the_account(request, pk), reader(request), database_now()
    refuse_others(request, row)
    what = NEW[verb]
    form = what.form(request.POST or None, user=user, account=row, initial=_today(user, at))

    def save() -> str:
        what.action(account=row, by=user, at=at, **form.fields_said())
        return what.said

    back = way_back(request, reverse("account_value", args=[pk]))
    return form_page(request, form, title=what.title.format(row.name), save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def change_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that an agreed target shall move."""
    row, user, at = _the_record(request, "target", pk), reader(request), database_now()
    form = forms.ChangeForm(
        request.POST or None, user=user, account=row.account, record=row, is_edit=True,
        initial=_today(user, at) | {"due_on": row.due_on},
    )  # fmt: skip

    def save() -> str:
        said = form.fields_said()
        after = {name: said.pop(name) for name in ("target", "due_on", "scope")}
        asked = actions.ask_change(account=row.account, target=row, after=after, by=user, at=at, **said)
        left = asked.leaves_behind(row)
        if not left:
            return _("Written down. It moves once it is accepted.")
        return _("Written down. Once it is accepted it takes off the way: {milestones}.").format(
            milestones=in_words(left)
        )

    back = way_back(request, reverse("account_value", args=[row.account_id]))
    title = _("Change what was agreed: {goal}").format(goal=str(row)[:80])
    return form_page(request, form, title=title, save=save, back=back)


@require_http_methods(SHOWS_AND_SAVES)
def act(request: HttpRequest, pk: int, *, kind: str, verb: str) -> HttpResponse:
    """Do one thing to a record, by its form."""
    row, user, at = _the_record(request, kind, pk), reader(request), database_now()
    what, name = VERBS[verb], KINDS[kind][1]
    target = row.target if kind == "measurement" else row
    form = what.form(
        request.POST or None, user=user, account=target.account, record=row, is_edit=what.is_edit,
        initial=_initial(what, row, user, at),
    )  # fmt: skip

    def save() -> str:
        said = (
            {"changes": form.changes(), "expected_version": form.expected_version}
            if what.is_edit
            else form.fields_said()
        )
        what.action(**{name: row}, by=user, at=at, **said)
        return what.said

    title = what.title.format(str(target)[:80])
    back = way_back(request, reverse("account_value", args=[target.account_id]))
    return form_page(
        request, form, title=title, save=save, back=back, record=lambda: _the_record(request, kind, pk)
    )


@require_POST
def click(request: HttpRequest, pk: int, *, kind: str, verb: str) -> HttpResponse:
    """Take back an answer, or something that was never given."""
    row, user = _the_record(request, kind, pk), reader(request)
    back = reverse("account_value", args=[row.account_id])
    action = CLICKS[verb]
    try:
        action(entry=row, by=user, at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return taken_back(request, _("Taken back: {what}").format(what=str(row)), back=back)


def _initial(what: Verb, row: Any, user: Any, at: Any) -> dict[str, Any]:
    """What stands in the boxes: today, unless a record is edited."""
    return {"version": row.version} if what.is_edit else _today(user, at)


def _today(user: Any, at: Any) -> dict[str, Any]:
    return dict.fromkeys(DAYS, local_day(at, user.time_zone))


def _the_record(request: HttpRequest, kind: str, pk: int) -> Any:
    """The record, or 404 when it is not theirs to see; 403 when they may only read it."""
    model, _name = KINDS[kind]
    rows = model.objects.visible_to(reader(request))
    if kind == "measurement":
        row = get_object_or_404(rows.current().select_related("target__account"), thread=pk)
        refuse_others(request, row.target.account)
        return row
    row = get_object_or_404(rows.select_related("account"), pk=pk)
    refuse_others(request, row.account)
    return row
