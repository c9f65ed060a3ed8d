"""Ending sessions, and noting from where one was started."""

from django.http import HttpRequest

from ..addresses import address_of
from ..models import Session, User
from ..sessions import digest


def note_device(request: HttpRequest) -> None:
    """Keep address and browser of a session just started, for the person's own list."""
    if request.session.session_key is None:
        request.session.save()
    rows = Session.objects.filter(pk=digest(request.session.session_key or ""))
    device = request.headers.get("User-Agent", "").replace("\x00", "")[:200]
    rows.update(address=address_of(request), device=device)


def end_session(*, key_digest: str, by: User) -> bool:
    """Sign one browser of *by* out; False when it is not theirs or already gone."""
    return bool(Session.objects.filter(pk=key_digest, user=by).delete()[0])


def end_other_sessions(*, by: User, kept_key: str | None) -> int:
    """Sign *by* out everywhere but here; how many sessions ended."""
    rows = Session.objects.filter(user=by)
    return rows.exclude(pk=digest(kept_key)).delete()[0] if kept_key else rows.delete()[0]


def end_all_sessions(user: User) -> None:
    """Sign somebody out everywhere: part of deactivating them and of a new password."""
    Session.objects.filter(user=user).delete()
