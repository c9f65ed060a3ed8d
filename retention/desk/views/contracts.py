"""One contract: its terms, its lines, how it moved yearly revenue, and the clicks on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import activate_contract, discard_draft, record_notice, remove_break_option
from accounts.choices import ContractState
from accounts.models import BreakOption, Contract
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.lib.zones import local_day

from ..answering import done, refused
from ..contracts.facts import ContractFacts, contract_facts
from ..formats import day_text, money_text
from ..parts import Crumb
from ..reader import reader, refuse_others
from ..renewals.counting import notice_in_words
from ..words import answer, fact, sentence


def the_contract(request: HttpRequest, pk: int) -> Contract:
    """The contract, or 404 when it is not theirs to see."""
    rows = Contract.objects.visible_to(reader(request)).select_related("account__owner", "predecessor")
    return get_object_or_404(rows, pk=pk)


def crumbs_of(contract: Contract) -> list[Crumb]:
    """The way from all accounts to this contract."""
    account = contract.account
    return [
        Crumb(_("Accounts"), reverse("accounts")),
        Crumb(account.name, reverse("account", args=[account.pk])),
        Crumb(_("Contracts"), reverse("account_contracts", args=[account.pk])),
        Crumb(contract.reference),
    ]


def contract_answer(facts: ContractFacts) -> SafeString:
    """What it is worth, until when, and the last day to act."""
    contract, today = facts.contract, facts.today
    worth = fact(money_text(facts.arr_today, contract.currency), "#lines")
    if contract.state == ContractState.DRAFT:
        return answer(sentence(_("A draft: it brings no revenue and no renewal yet.")))
    if contract.state == ContractState.ENDED:
        end = fact(day_text(contract.term_end, today)) if contract.term_end else ""
        return answer(sentence(_("Ended on {day}."), day=end))
    if contract.term_end is None:
        first = sentence(_("{worth} a year, until notice."), worth=worth)
    else:
        end = fact(day_text(contract.term_end, today))
        first = sentence(_("{worth} a year, until {day}."), worth=worth, day=end)
    return answer(first, _what_is_next(facts))


def _what_is_next(facts: ContractFacts) -> SafeString:
    contract, notice, today = facts.contract, facts.notice, facts.today
    if facts.successor is not None:
        link = fact(facts.successor.reference, reverse("contract", args=[facts.successor.pk]))
        return sentence(_("{contract} follows it."), contract=link)
    if contract.notice_received_on is not None:
        return sentence(_("Notice came on {day}."), day=fact(day_text(contract.notice_received_on, today)))
    if notice.earliest_exit is not None:
        leaves = fact(day_text(notice.earliest_exit, today), "#notice")
        return sentence(_("They can leave on {day} at the earliest."), day=leaves)
    if notice.deadline is not None and notice.act_by is not None:
        return sentence(_("Act by {day}."), day=fact(day_text(notice.act_by, today), "#notice"))
    return SafeString("")


@require_safe
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one contract."""
    row, user = the_contract(request, pk), reader(request)
    facts = contract_facts(row, user, today=local_day(database_now(), user.time_zone))
    context = {
        "facts": facts,
        "contract": row,
        "notice_words": notice_in_words(row),
        "main_account": row.account_id,
        "crumbs": crumbs_of(row),
        "answer": contract_answer(facts),
    }
    return render(request, "desk/contracts/contract.html", context)


@require_POST
def contract_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in force."""
    row = the_contract(request, pk)
    refuse_others(request, row)
    back = reverse("contract", args=[pk])
    try:
        activate_contract(contract=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("In force."), back=back)


@require_POST
def contract_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = the_contract(request, pk)
    refuse_others(request, row)
    try:
        discard_draft(contract=row, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=reverse("contract", args=[pk]))
    back = reverse("account_contracts", args=[row.account_id])
    return done(request, _("Draft discarded."), back=back)


@require_POST
def contract_notice_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer took their notice back."""
    row = the_contract(request, pk)
    refuse_others(request, row)
    back = reverse("contract", args=[pk])
    try:
        record_notice(contract=row, received_on=None, by=reader(request), at=database_now())
    except DomainError as error:
        return refused(request, error.message, back=back)
    return done(request, _("Notice taken back."), back=back)


@require_POST
def break_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A break option is gone."""
    rows = BreakOption.objects.visible_to(reader(request)).select_related("contract__account")
    option = get_object_or_404(rows, pk=pk)
    refuse_others(request, option)
    remove_break_option(option=option, by=reader(request), at=database_now())
    return done(request, _("Break removed."), back=reverse("contract", args=[option.contract_id]))
