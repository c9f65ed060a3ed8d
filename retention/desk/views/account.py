"""One account: overview, timeline, people, contracts, history."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from accounts.first_value import with_first_start
from accounts.models import Account, Contract, ContractLine, TimelineEvent
from accounts.rosters import with_team
from contacts.models import Contact
from retention.growth.advising import advice_for
from retention.lib.clock import database_now
from retention.lib.keyset import Sort, keyset_page
from retention.lib.zones import local_day
from retention.metrics.committed import committed_of
from retention.team.asking import planned
from retention.team.history import history_of
from retention.team.models import User
from retention.walks.facts import with_standing

from ..account.entries import KINDS, entries_of
from ..account.facts import AccountFacts, account_facts
from ..account.health_panel import health_panel
from ..account.heard import last_heard
from ..contracts.moved import movements_of
from ..formats import day_text, money_text
from ..navigation import page_of
from ..parts import Chip, Crumb, Pager, Tab
from ..reader import reader, the_one
from ..words import answer, fact, sentence

BY_TIME = {"when": Sort("at", "When", datetime.fromisoformat, descending=True)}


def the_account(request: HttpRequest, pk: int, *more: str) -> Account:
    """The account with its owner and what *more* names, or 404 when it is not theirs to see."""
    return the_one(_account(reader(request), pk, *more))


@planned
def _account(user: User, pk: int, *more: str) -> QuerySet[Account]:
    return _seen(user, pk).select_related(*more) if more else _seen(user, pk)


def _seen(user: User, pk: int) -> QuerySet[Account]:
    return Account.objects.visible_to(user).filter(pk=pk).select_related("owner")


@planned
def _with_all(user: User, pk: int) -> QuerySet[Account]:
    return with_standing(with_first_start(with_team(_seen(user, pk))))


PAGES = (
    ("account", _lazy("Overview")),
    ("account_timeline", _lazy("Timeline")),
    ("account_people", _lazy("People")),
    ("account_map", _lazy("Map")),
    ("account_plan", _lazy("Plan")),
    ("account_value", _lazy("Value")),
    ("account_contracts", _lazy("Contracts")),
    ("account_knowledge", _lazy("What we know")),
    ("account_team", _lazy("Team and walk")),
    ("account_deliverables", _lazy("Who does what")),
    ("account_reviews", _lazy("Reviews")),
    ("account_kpis", _lazy("KPIs")),
    ("account_reports", _lazy("Reports")),
    ("account_operations", _lazy("Our work for them")),
    ("account_education", _lazy("Education")),
    ("account_room", _lazy("White space")),
    ("account_hours", _lazy("Hours")),
    ("account_invoices", _lazy("Invoices")),
    ("account_history", _lazy("Changes")),
)
"""The pages of an account, the most read first: those after the eighth stand under More."""


def frame(account: Account, current: str) -> dict[str, Any]:
    """Crumbs, tabs and the head that every page of an account has."""
    meta = [account.sector, ", ".join(part for part in (account.city, account.country) if part)]
    meta.append(_("Owner {name}").format(name=account.owner.name) if account.owner else _("No owner"))
    if account.customer_since:
        meta.append(_("Customer since {day}").format(day=account.customer_since.strftime("%B %Y")))
    return {
        "account": account,
        "main_account": account.pk,
        "crumbs": _crumbs(account),
        "tabs": [
            Tab(str(label), page_of(name, account.pk), current=name == current) for name, label in PAGES
        ],
        "meta": [part for part in meta if part],
    }


def _crumbs(account: Account) -> list[Crumb]:
    every = reverse("accounts")
    tier = Crumb(_("Tier {tier}").format(tier=account.tier), f"{every}?tier={account.tier}")
    return [Crumb(_("Accounts"), every), tier, Crumb(account.name)]


def account_answer(facts: AccountFacts) -> SafeString:
    """How they are and what is next, in two sentences."""
    account, renewal = facts.account, facts.next_renewal
    first = last_heard(account, account.last_two_way_at, today=facts.today, why="#why")
    if renewal is None:
        return answer(first)
    worth = fact(money_text(renewal.atr, renewal.currency), reverse("renewal", args=[renewal.pk]))
    when = fact(day_text(renewal.decision_on, facts.today))
    return answer(first, sentence(_("{worth} must be decided by {when}."), worth=worth, when=when))


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The overview: what to know before a call, on one screen and a half."""
    user, at = reader(request), database_now()
    row = the_one(_with_all(user, pk))
    kind = request.GET.get("show", "")
    facts = account_facts(row, user, at=at, health=health_panel(row, user, at=at), kind=kind)
    chips = [
        Chip(label, f"?show={code}" if code else "?", current=kind == code)
        for code, label in (
            ("", _("Everything")),
            ("talk", _("Conversations")),
            ("health", _("Health changes")),
            ("comments", _("Comments")),
        )
    ]
    advised = advice_for(row, user, facts.health.fact, on=facts.today, asks=False)
    said = {"facts": facts, "answer": account_answer(facts), "chips": chips, "advised": advised}
    context = frame(row, "account") | said
    return render(request, "desk/accounts/account.html", context)


@require_safe
def account_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, newest first, in pages."""
    row, user = the_account(request, pk), reader(request)
    rows = TimelineEvent.objects.visible_to(user).filter(account=row, is_current=True).select_related("actor")
    kind = request.GET.get("show", "")
    if kind in KINDS:
        rows = rows.filter(kind__in=KINDS[kind])
    page = keyset_page(rows, sorts=BY_TIME, cursor=request.GET.get("cursor", ""), size=40)
    show = f"show={kind}&" if kind in KINDS else ""
    pager = Pager(
        previous_url=f"?{show}cursor={page.previous_cursor}" if page.previous_cursor else "",
        next_url=f"?{show}cursor={page.next_cursor}" if page.next_cursor else "",
        previous_label=_("Newer"),
        next_label=_("Older"),
    )
    chips = [
        Chip(label, f"?show={code}" if code else "?", current=kind == code)
        for code, label in (
            ("", _("Everything")),
            ("talk", _("Conversations")),
            ("health", _("Health changes")),
            ("comments", _("Comments")),
        )
    ]
    context = frame(row, "account_timeline") | {
        "entries": entries_of(page.rows, user),
        "pager": pager,
        "chips": chips,
    }
    return render(request, "desk/accounts/timeline.html", context)


@require_safe
def account_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody known at the account, whoever left included."""
    row, user = the_account(request, pk, "backup_owner"), reader(request)
    people = (
        Contact.objects.visible_to(user).filter(account=row).select_related("person", "check_in", "org_unit")
    )
    sorts = {"key": Sort("id", "Known", int)}
    page = keyset_page(people, sorts=sorts, cursor=request.GET.get("cursor", ""), size=100)
    team = row.team_members.current().select_related("user").order_by("function", "is_backup", "id")[:50]
    context = frame(row, "account_people") | {
        "people": sorted(
            page.rows, key=lambda c: (c.status == "departed", not c.is_key, c.is_placeholder, c.pk)
        ),
        "pager": Pager(
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        ),
        "team": team,
    }
    return render(request, "desk/accounts/people.html", context)


@require_safe
def account_contracts(request: HttpRequest, pk: int) -> HttpResponse:
    """What was signed, line by line, and how yearly revenue moved."""
    row, user = the_account(request, pk), reader(request)
    contracts = Contract.objects.visible_to(user).filter(account=row)
    lines = ContractLine.objects.visible_to(user).select_related("product").order_by("start_on", "id")
    rows = contracts.prefetch_related(Prefetch("lines", lines)).order_by("-term_start", "-id")[:50]
    movements = movements_of(row, user)
    committed = committed_of(row.pk, on=local_day(database_now(), user.time_zone))
    said = {"contracts": rows, "movements": movements, "committed": committed}
    context = frame(row, "account_contracts") | said
    return render(request, "desk/accounts/contracts.html", context)


@require_safe
def account_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed which field, through which door."""
    row = the_account(request, pk)
    context = frame(row, "account_history") | {"changes": history_of(row, reader(request))}
    return render(request, "desk/accounts/history.html", context)
