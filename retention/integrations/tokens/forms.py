"""The form of a new token."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, SeveralWords
from retention.lib.forms import ActionForm
from retention.lib.zones import is_zone

from .scopes import SCOPES


def _words(scope: str) -> str:
    resource, access = scope.split(":")
    return f"{resource.replace('_', '-').capitalize()}: {access}"


class TokenForm(ActionForm):
    """What the token is for, what it may, and when it ends."""

    name = CheckedField(
        accepts.text("The name", 80, required=True),
        label="Name",
        help_text="What it is for: “Nightly export”.",
    )
    scopes = SeveralWords(
        choices=[(scope, _words(scope)) for scope in SCOPES],
        label="What it may do",
        help_text="Never more than you may yourself.",
    )
    expires_at = DayField(
        label="Last day", required=False, help_text="Empty: it works until you revoke it or leave."
    )
    field_order = ("name", "scopes", "expires_at")

    def expiry(self, zone_name: str) -> datetime | None:
        """The end of the last day in the owner's zone."""
        day = self.cleaned_data["expires_at"]
        if day is None:
            return None
        zone: Any = ZoneInfo(zone_name) if is_zone(zone_name) else UTC
        return datetime.combine(day, time.max, tzinfo=zone)
