"""When a token was last used: written at most once a minute."""

from datetime import datetime, timedelta

from django.db.models import Q

from ..models import ApiToken


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Remember the use, unless one within the last minute is already known."""
    minute_ago = at - timedelta(minutes=1)
    if token.last_used_at is None or token.last_used_at < minute_ago:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=minute_ago)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
