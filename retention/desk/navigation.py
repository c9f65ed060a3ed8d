"""Where one can go: the side navigation and the phone's bottom bar, by what a person may do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from retention.team.visibility import Reader, leads_people, runs_the_workspace


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: url name, word, icon, the letter after G (there are 26), and who gets it."""

    name: str
    label: str
    icon: str
    key: str = ""
    allowed: Callable[[Reader], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Item:
    """A place as shown to somebody on a page."""

    label: str
    url: str
    icon: str
    key: str
    current: bool
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """Places under one heading; the first section has none."""

    title: str
    items: tuple[Item, ...]


def _only_leads(user: Reader) -> bool:
    """Admins reach absences from the pages on people."""
    return leads_people(user) and not runs_the_workspace(user)


PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "",
        (
            Place("day", "My day", "day", "d"),
            Place("accounts", "Accounts", "accounts", "a"),
            Place("touchpoints", "Touchpoints", "touchpoints", "t"),
            Place("check_ins", "Check-ins", "check_ins", "c"),
            Place("promises", "Promises", "promise", "o"),
            Place("renewals", "Renewals", "renewals", "r"),
        ),
    ),
    (
        "Plans and value",
        (
            Place("plans", "Plans", "file", "n"),
            Place("reviews", "Reviews", "calendar"),
            Place("goals", "Goals and value", "check", "g"),
            Place("kpis", "KPIs", "health"),
            Place("white_space", "White space", "plus"),
            Place("reports", "Reports", "mail"),
            Place("hours", "Over-service", "history", "j"),
        ),
    ),
    (
        "Customers",
        (
            Place("deliverables", "Deliverables", "note", "w"),
            Place("walks", "Contract walks", "contract", "f"),
            Place("known", "What we know", "info", "q"),
            Place("feedback", "Voice", "chat", "v"),
            Place("pairs", "Sponsors", "meeting", "x"),
            Place("advocacy", "Advocacy", "star", "y"),
            Place("competitors", "Competitors", "flag", "z"),
        ),
    ),
    (
        "Team",
        (
            Place("team_health", "Health", "health", "h"),
            Place("retention", "Retention", "history", "k"),
            Place("targets", "Targets", "flag", "e"),
            Place("lost_deals", "Lost deals", "down", "l"),
            Place("comments", "Comments", "chat"),
            Place("kudos", "Kudos", "promise"),
            Place("absences", "Absences", "calendar", "b", _only_leads),
        ),
    ),
    (
        "Workspace",
        (
            Place("imports", "Imports", "imports", "i", runs_the_workspace),
            Place("duplicates", "Duplicates", "link", "u"),
            Place("books", "Rates and months", "contract", "m", runs_the_workspace),
            Place("people", "Team and people", "people", "p", runs_the_workspace),
            Place("profile", "Settings", "settings", "s"),
        ),
    ),
)
SOME_ID = 7_000_000_007
TABS_BEFORE = ("day", "accounts")
TABS_AFTER = ("renewals",)


@cache
def address(name: str) -> str:
    """The path of a url name, or nothing when this installation does not have that page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def _page(name: str) -> str:
    """The address of a record's page with its id left open; nothing where it does not simply hold one."""
    try:
        head, found, tail = reverse(name, args=[SOME_ID]).partition(str(SOME_ID))
    except NoReverseMatch:
        return ""
    return f"{head.replace('%', '%%')}%d{tail.replace('%', '%%')}" if found else ""


def page_of(name: str, pk: int) -> str:
    """The path of a record's page, looked up once for all records. Raises NoReverseMatch."""
    page = _page(name)
    return page % pk if page else reverse(name, args=[pk])


def sections_for(user: Reader, path: str) -> tuple[Section, ...]:
    """The navigation of a person on a page; headings without entries vanish."""
    sections = []
    for title, places in PLACES:
        items = tuple(
            Item(place.label, url, place.icon, place.key, path.startswith(url), place.name)
            for place in places
            if (url := address(place.name)) and place.allowed(user)
        )
        if items:
            sections.append(Section(title, items))
    return tuple(sections)
