"""What an address answers, role by role: the words of the access policy (routes.py)."""

from dataclasses import dataclass

ROLES = {
    "anonymous": "anonymous",
    "inactive": "inactive",
    "admin": "ada",
    "owner": "lena",
    "lead": "nadia",
    "viewer of all": "sol",
    "viewer of the team": "viewer of North",
    "account team": "account team",
    "stranger": "nico",
}
"""What each column is called, and who of the company (people.py) it is. Records are Lena's, at Vela."""

Statuses = tuple[int, ...]
NOT_ALLOWED = 405


def public(status: int) -> Statuses:
    """The same for everybody."""
    return (status,) * 9


def signed_in(status: int, stranger: int | None = None) -> Statuses:
    """Everybody who signs in; others are sent to sign in."""
    return (302, 302, *(status,) * 6, status if stranger is None else stranger)


def sight(status: int) -> Statuses:
    """Whoever sees the account; for others it does not exist."""
    return signed_in(status, stranger=404)


def hands(status: int) -> Statuses:
    """Whoever may change the account; who only sees it is told so; for others it does not exist."""
    return (302, 302, status, status, status, 403, 403, 403, 404)


def admins(status: int) -> Statuses:
    """Admins; others are told so."""
    return (302, 302, status, *(403,) * 6)


def leads(status: int) -> Statuses:
    """Admins and leads; others are told so."""
    return (302, 302, status, 403, status, *(403,) * 4)


def arranged(status: int) -> Statuses:
    """Absences: they themselves, their lead, admins."""
    return (302, 302, status, status, status, *(404,) * 4)


def by_api(statuses: Statuses) -> Statuses:
    """The API does not send anybody to sign in: it says that they are not."""
    return (401, 401, *statuses[2:])


READ_ONLY = POSTED_ONLY = signed_in(NOT_ALLOWED)
SHOWN, REFUSED, DONE = hands(200), hands(422), hands(302)
REFUSED_TO_ADMINS, DONE_FOR_ADMINS = admins(422), admins(302)

OWNER_ONLY: Statuses = (302, 302, 403, 302, 403, 403, 403, 403, 404)
LEADS_OF_IT: Statuses = (302, 302, 302, 403, 302, 403, 403, 403, 404)
LEADS_JOIN, LEADS_JOIN_REFUSED = (
    (302, 302, status, 403, status, 403, 403, 403, 404) for status in (200, 422)
)
"""Several renewals decided as one: leads and admins who may change the account."""
LEADS_DECIDE: Statuses = (302, 302, 403, 403, 200, 403, 403, 403, 404)
LEADS_REFUSED: Statuses = (302, 302, 403, 403, 422, 403, 403, 403, 404)
"""Nothing waits to be assessed in the full company: those who may are sent back with a word."""

OWN_ALONE, OWN_ALONE_REFUSED, OWN_ALONE_DONE = (
    (302, 302, 404, status, *(404,) * 5) for status in (200, 422, 302)
)
"""What is somebody's own: not even leads and admins see it."""

TARGET_SEEN = (302, 302, *(200,) * 4, *(404,) * 3)
"""A person's target: they themselves, their lead, and who sees everything."""
DEAL_SEEN = (302, 302, *(200,) * 5, 404, 404)
"""A lost deal: its owner, their team and lead, and who sees everything."""


BOTH_ENDS, BOTH_ENDS_REFUSED, BOTH_ENDS_BY_API = (
    (302, 302, status, *(403,) * 5, 404) for status in (200, 422, 409)
)
"""A merger with an account that belongs to nobody: only admins may change both."""


def deal(status: int) -> Statuses:
    """A form of a lost deal: its owner and their lead; who only sees it is told so."""
    return (302, 302, status, status, status, 403, 403, 404, 404)


@dataclass(frozen=True)
class Route:
    """One row. ``may_write`` is for the health page, which tries its own database."""

    get: Statuses
    post: Statuses
    of: str = ""
    may_write: bool = False


def page(of: str = "") -> Route:
    """Something to read: of one record, or a list of what the reader sees."""
    return Route(get=sight(200) if of else signed_in(200), post=READ_ONLY, of=of)


def form(of: str, *, get: Statuses = SHOWN, post: Statuses = REFUSED) -> Route:
    """A form about a record; sent with nonsense it is refused."""
    return Route(get=get, post=post, of=of)


def click(of: str, post: Statuses = DONE) -> Route:
    """A button on a record."""
    return Route(get=POSTED_ONLY, post=post, of=of)


def admin_page() -> Route:
    """Something for admins to read."""
    return Route(get=admins(200), post=admins(NOT_ALLOWED))


def admin_form(of: str = "", post: Statuses = REFUSED_TO_ADMINS) -> Route:
    """A form for admins."""
    return Route(get=admins(200), post=post, of=of)


def admin_click(of: str = "", post: Statuses = DONE_FOR_ADMINS) -> Route:
    """A button for admins."""
    return Route(get=admins(NOT_ALLOWED), post=post, of=of)


def api(of: str = "", *, get: Statuses = (), post: Statuses = ()) -> Route:
    """A resource of the API, asked with the session of a person."""
    plain = sight(200) if of else signed_in(200)
    return Route(get=by_api(get or plain), post=by_api(post or READ_ONLY), of=of)


def column(statuses: Statuses, role: str) -> int:
    """What the row says for this role."""
    return statuses[list(ROLES).index(role)]


def sent_away(role: str) -> bool:
    """Is this somebody who is sent to sign in, whatever is asked?"""
    return role in ("anonymous", "inactive")
