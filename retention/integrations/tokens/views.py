"""The page of one's own API tokens: list, make, revoke. A secret is shown once and then gone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now
from retention.team.models import User
from retention.team.views.pages import FORM_METHODS, SETTINGS_TABS, FormAnswer, reader, sent_back, tabs

from ..models import ApiToken
from .actions import make_token, revoke_token
from .forms import TokenForm

MOST_SHOWN = 100


def _page(user: User, **more: Any) -> dict[str, Any]:
    rows = ApiToken.objects.filter(owner=user).order_by("revoked_at", "-id")[:MOST_SHOWN]
    told = {"tabs": tabs(SETTINGS_TABS, "tokens", user), "now": database_now(), **more}
    return {**told, "tokens": sorted(rows, key=lambda token: token.revoked_at is not None)}


@never_cache
@sensitive_variables("secret", "made")
@require_http_methods(FORM_METHODS)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens; making one shows its secret in the answer to that one request only."""
    user = reader(request)
    form = TokenForm(request.POST or None)
    made: list[tuple[ApiToken, str]] = []

    def save() -> None:
        said = form.cleaned_data
        token = make_token(
            owner=user,
            name=said["name"],
            scopes=said["scopes"],
            expires_at=form.expiry(user.time_zone),
            by=user,
            at=database_now(),
        )
        made.append(token)

    answer = FormAnswer(form).run(save)
    if not answer.saved:
        return answer.page(request, "integrations/tokens.html", _page(user))
    token, secret = made[0]
    told = _page(user, form=TokenForm(), made=token, secret=secret)
    return render(request, "integrations/tokens.html", told, status=201)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    user = reader(request)
    token = get_object_or_404(ApiToken.objects.filter(owner=user), pk=pk if pk < 2**63 else 0)
    revoke_token(token=token, by=user, at=database_now())
    return sent_back(request, f"“{token.name}” no longer works.", "tokens")
