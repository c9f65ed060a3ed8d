"""The page on which leads and admins hand accounts over."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.choosing import owners_seen_by
from accounts.models import Account
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.team.visibility import leads_people

from ..answering import done
from ..handover import MOST_AT_ONCE, HandedOver, hand_over_accounts
from ..handover_form import HandOverAccountsForm
from ..reader import reader

NOBODY = "none"


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Whose accounts, which of them, and who takes over."""
    user = reader(request)
    if not leads_people(user):
        raise PermissionDenied("Only a team lead or an admin may open this page.")
    owners = owners_seen_by(user)
    asked = request.GET.get("from", "")
    rows = _accounts_of(asked, owners, user)
    form = HandOverAccountsForm(request.POST if request.method == "POST" else None, accounts=rows)
    if form.is_bound and form.is_valid():
        try:
            moved = hand_over_accounts(by=user, at=database_now(), **form.fields_said())
        except DomainError as error:
            form.refuse(error)
        else:
            return done(request, in_words(moved), back=f"{reverse('hand_over')}?from={asked}")
    context = {"form": form, "owners": owners, "asked": asked, "rows": rows[:MOST_AT_ONCE], **_more(rows)}
    return render(request, "desk/handover.html", context, status=422 if form.is_bound else 200)


def in_words(moved: HandedOver) -> str:
    """What happened, in one line."""
    return (
        f"Handed over: accounts {moved.accounts}, next steps {moved.steps}, promises {moved.promises}; "
        f"open renewals on them: {moved.renewals}."
    )


def _accounts_of(asked: str, owners: QuerySet[User], user: User) -> QuerySet[Account]:
    """The accounts of the owner asked for that the reader may change, by name; none before one is chosen."""
    rows = Account.objects.editable_by(user).with_people().order_by("name_key", "id")
    if asked == NOBODY:
        return rows.ownerless()
    known = asked.isascii() and asked.isdigit() and len(asked) < 19 and owners.filter(pk=asked).exists()
    return rows.filter(owner_id=int(asked)) if known else rows.none()


def _more(rows: QuerySet[Account]) -> dict[str, Any]:
    count = len(rows.order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    return {"more": count > MOST_AT_ONCE, "most": MOST_AT_ONCE}
