"""Find or do: accounts and people first, then places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Account
from contacts.finding import contacts_named
from retention.lib.folding import folded
from retention.team.models import User
from retention.teamwork.models import Comment

from ..answering import by_htmx
from ..navigation import sections_for
from ..reader import reader

MOST, FEW = 12, 5
SHOWN_OF_ACCOUNTS = ("name", "name_key", "tier", "health_band", "health_score", "owner__name")
LONGEST = 100
SHORTEST = 2
LONG_ENOUGH = 3
"""An index finds words in texts by three letters at a time."""


def accounts_matching(user: User, key: str) -> list[Account]:
    """Accounts whose name holds the text; names that start with it come first."""
    rows = Account.objects.visible_to(user).filter(name_key__contains=key).select_related("owner")
    found = list(rows.only(*SHOWN_OF_ACCOUNTS).order_by("name_key", "id")[: MOST * 4])
    return sorted(found, key=lambda row: (not row.name_key.startswith(key), row.name_key))[:MOST]


def comments_matching(user: User, text: str) -> list[Comment]:
    """What colleagues said that holds the words, the newest first."""
    rows = Comment.objects.visible_to(user).standing().filter(text__icontains=text)
    return list(rows.select_related("account", "author").newest_first()[:FEW])


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One field for everything; the page works without JavaScript, the dialog asks for the same fragment."""
    user = reader(request)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    key = folded(text) if len(text) >= SHORTEST else ""
    places = [item for section in sections_for(user, request.path) for item in section.items]
    context = {
        "q": text,
        "too_short": 0 < len(text) < SHORTEST,
        "accounts": accounts_matching(user, key) if key else [],
        "people": contacts_named(key, user, most=MOST) if key else [],
        "comments": comments_matching(user, text) if len(text) >= LONG_ENOUGH else [],
        "places": [item for item in places if not key or key in item.label.lower()],
    }
    template = (
        "desk/search/_results.html" if by_htmx(request) and "q" in request.GET else "desk/search/search.html"
    )
    if by_htmx(request) and "q" not in request.GET:
        template = "desk/search/_search.html"
    return render(request, template, context)
