"""What the frame of every page needs: who reads, how they like it, where they can go."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from retention.lib.clock import database_now
from retention.reminders.alarms import alarms
from retention.reminders.facts import unread_count
from retention.team.models import User
from retention.team.sessions import LONGEST_IDLE
from retention.team.visibility import Reader, runs_the_workspace

from .navigation import TABS_AFTER, TABS_BEFORE, Item, Section, address, sections_for

UNREAD_SHOWN = 99
ALARMED = ("day", "notifications", "imports")


@dataclass
class Shell:
    """The frame of a page. For an anonymous reader it asks the database nothing and has no navigation."""

    reader: Reader
    path: str

    @property
    def user(self) -> User | None:
        """The signed-in person."""
        return self.reader if isinstance(self.reader, User) else None

    @property
    def user_id(self) -> int | None:
        """Names the reader's drafts on this device."""
        return self.user.pk if self.user else None

    @property
    def user_name(self) -> str:
        """As shown at the foot of the navigation."""
        return self.user.name if self.user else ""

    @property
    def user_role(self) -> str:
        """The role in words."""
        return str(self.user.get_role_display()) if self.user else ""

    @property
    def theme(self) -> str:
        """light, dark, or nothing to follow the device."""
        return self.user.theme if self.user and self.user.theme in ("light", "dark") else ""

    @property
    def density(self) -> str:
        """comfortable or compact."""
        return str(self.user.density) if self.user else "comfortable"

    @property
    def single_keys(self) -> bool:
        """Whether single-letter shortcuts are on (WCAG 2.1.4)."""
        return self.user.single_keys if self.user else False

    @property
    def idle_seconds(self) -> int:
        """How long a session lasts without a click; the page warns five minutes before."""
        return int(LONGEST_IDLE.total_seconds())

    @property
    def company(self) -> str:
        """Whose installation this is."""
        return str(settings.KEEL_COMPANY)

    @property
    def language(self) -> str:
        """For the lang attribute."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def direction(self) -> str:
        """For the dir attribute."""
        return "rtl" if get_language_bidi() else "ltr"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The side navigation."""
        return sections_for(self.reader, self.path) if self.user else ()

    @property
    def _items(self) -> dict[str, Item]:
        return {item.name: item for section in self.sections for item in section.items}

    @property
    def tabs_before(self) -> list[Item]:
        """Left of the log button on phones."""
        return [item for name, item in self._items.items() if name in TABS_BEFORE]

    @property
    def tabs_after(self) -> list[Item]:
        """Right of the log button on phones."""
        return [item for name, item in self._items.items() if name in TABS_AFTER]

    @property
    def more(self) -> list[Item]:
        """Everything else, behind More."""
        return [item for name, item in self._items.items() if name not in (*TABS_BEFORE, *TABS_AFTER)]

    @property
    def log_url(self) -> str:
        """The form for a touchpoint."""
        return address("touchpoint_new")

    @property
    def search_url(self) -> str:
        """Find from anywhere."""
        return address("search")

    @property
    def notifications_url(self) -> str:
        """The list behind the bell."""
        return address("notifications")

    @property
    def profile_url(self) -> str:
        """The reader's own settings."""
        return address("profile")

    @property
    def sign_out_url(self) -> str:
        """Posted to, never linked."""
        return address("sign_out")

    @cached_property
    def unread(self) -> str:
        """New notifications, counted to ninety-nine; asked only when a template prints it."""
        if self.user is None:
            return ""
        count = unread_count(self.user, most=UNREAD_SHOWN + 1)
        return f"{UNREAD_SHOWN}+" if count > UNREAD_SHOWN else str(count or "")

    @cached_property
    def alarms(self) -> list[str]:
        """What admins must know about reminders and mails, on the pages from which they run the workspace."""
        if self.user is None or not runs_the_workspace(self.user):
            return []
        places = tuple(address(name) for name in ALARMED)
        return alarms(database_now()) if self.path.startswith(places) else []


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor."""
    return {"shell": Shell(reader=getattr(request, "user", None), path=request.path)}  # type: ignore[arg-type]
