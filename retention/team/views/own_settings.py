"""One's own settings: profile, password, and where one is signed in."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from retention.lib.clock import database_now

from ..actions.passwords import change_password
from ..actions.people import edit_profile
from ..actions.sessions import end_other_sessions, end_session, note_device
from ..addresses import address_of
from ..forms.choices import zones_nearby
from ..forms.people import ProfileForm
from ..forms.sign_in import ChangePasswordForm
from ..models import Session, TryPurpose, User
from ..sessions import digest
from ..tries import begin_try, succeeded
from .pages import FORM_METHODS, SETTINGS_TABS, FormAnswer, reader, sent, sent_back, tabs

SHOWN_SESSIONS = 50


def _frame(user: User, page: str, **more: Any) -> dict[str, Any]:
    return {"tabs": tabs(SETTINGS_TABS, page, user), "person": user, **more}


@require_http_methods(FORM_METHODS)
def profile(request: HttpRequest) -> HttpResponse:
    """Name, place, hours and how one likes the screens."""
    user = reader(request)
    form = ProfileForm(sent(request), person=user)

    def save() -> None:
        edit_profile(
            person=user,
            changes=form.fields_said(),
            by=user,
            at=database_now(),
            expected_version=form.expected_version,
        )

    answer = FormAnswer(form).run(save, current=lambda: User.objects.values().get(pk=user.pk))
    if answer.saved:
        return sent_back(request, "Saved.", "profile")
    zones = zones_nearby(user.country, user.time_zone)
    return answer.page(request, "team/profile.html", _frame(user, "profile", zones=zones))


@sensitive_post_parameters("present", "password1", "password2")
@require_http_methods(FORM_METHODS)
def password(request: HttpRequest) -> HttpResponse:
    """Another password; every other session ends."""
    user = reader(request)
    form = ChangePasswordForm(sent(request))

    def save() -> None:
        at = database_now()
        attempt = begin_try(TryPurpose.PASSWORD, email=user.email, address=address_of(request), at=at)
        changed = change_password(
            present=form.cleaned_data["present"],
            password=form.cleaned_data["password1"],
            kept_key=request.session.session_key,
            by=user,
            at=at,
        )
        succeeded(attempt)
        update_session_auth_hash(request, changed)
        note_device(request)

    answer = FormAnswer(form).run(save)
    if answer.saved:
        return sent_back(request, "Password changed. You are signed out everywhere else.", "password")
    return answer.page(request, "team/password.html", _frame(user, "password"))


@require_http_methods(["GET", "HEAD"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The browsers one is signed in with."""
    user = reader(request)
    rows = Session.objects.filter(user=user, expire_date__gt=database_now()).order_by("-last_seen_at")
    here = digest(request.session.session_key or "")
    told = _frame(user, "sessions", sessions=rows[:SHOWN_SESSIONS], here=here)
    return render(request, "team/sessions.html", told)


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out one browser, or all but this one."""
    user = reader(request)
    chosen = request.POST.get("session", "")
    if chosen:
        ended = end_session(key_digest=chosen[:64].replace("\x00", ""), by=user)
        return sent_back(
            request, "Signed out there." if ended else "That one was signed out already.", "sessions"
        )
    end_other_sessions(by=user, kept_key=request.session.session_key)
    return sent_back(request, "Signed out everywhere else.", "sessions")
