"""Every route × every role, as a table that a non-programmer can read: the access policy.

A route without a row fails the build, and so does a row without a route. ``get`` and ``post`` are what the
address answers, role by role, in a full company; in an empty one every record is a 404. ``of`` names the
record in the address (see world.py). A new page: add a line, choosing who sees (``SIGHT``), who changes
(``HANDS``), or that it is for admins, leads, or everybody who signs in.
"""

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
LEADS_DECIDE: Statuses = (302, 302, 403, 403, 200, 403, 403, 403, 404)
LEADS_REFUSED: Statuses = (302, 302, 403, 403, 422, 403, 403, 403, 404)
"""Nothing waits to be assessed in the full company: those who may are sent back with a word."""

OWNER_ONLY: Statuses = (302, 302, 403, 302, 403, 403, 403, 403, 404)
LEADS_OF_IT: Statuses = (302, 302, 302, 403, 302, 403, 403, 403, 404)
"""Nothing waits to be assessed in the full company: those who may are sent back with a word."""

TARGET_SEEN = (302, 302, *(200,) * 4, *(404,) * 3)
"""A person's target: they themselves, their lead, and who sees everything."""
DEAL_SEEN = (302, 302, *(200,) * 5, 404, 404)
"""A lost deal: its owner, their team and lead, and who sees everything."""


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


ENTRANCE = {
    "livez": Route(public(200), public(200)),
    "healthz": Route(public(200), public(200), may_write=True),
    "sign_in": Route((200, 200, *(302,) * 7), (422, 422, *(302,) * 7)),
    "sign_out": Route(signed_in(200), signed_in(302)),
    "password_reset": Route(public(200), public(422)),
    "password_reset_sent": Route(public(200), public(NOT_ALLOWED)),
    "password_reset_done_page": Route(public(200), public(NOT_ALLOWED)),
    "password_reset_link": Route(public(410), public(410), of="link"),
    "invitation": Route(public(410), public(410), of="link"),
}
SAME_PAGES = {
    "account_login": "sign_in",
    "account_logout": "sign_out",
    "account_reset_password": "password_reset",
    "account_reset_password_done": "password_reset_sent",
}
"""Second names of the same addresses."""
SCREENS = {
    "home": Route(signed_in(302), signed_in(302)),
    "day": page(),
    "day_why": page(),
    "search": page(),
    "team_health": page(),
    "health_method": page(),
    "drivers": page(),
    "drivers_file": page(),
    "economics": page(),
    "retention": page(),
    "retention_rows": Route(get=signed_in(404), post=READ_ONLY),
    "retention_file": Route(get=signed_in(404), post=READ_ONLY),
    "notifications": page(),
    "notifications_read": Route(POSTED_ONLY, signed_in(302)),
    "notification_acknowledge": click("notification", (302, 302, 404, 302, *(404,) * 5)),
    "style": Route((302, 302, 200, *(404,) * 6), (302, 302, 200, *(404,) * 6)),
    "style_form": Route((302, 302, 200, *(404,) * 6), (302, 302, 422, *(404,) * 6)),
    "accounts": page(),
    "account_new": Route(signed_in(200), signed_in(422)),
    "account": page("account"),
    "account_timeline": page("account"),
    "account_people": page("account"),
    "account_contracts": page("account"),
    "account_invoices": page("account"),
    "targets": page(),
    "target": Route(TARGET_SEEN, READ_ONLY, of="target"),
    "target_set": Route(leads(200), leads(422)),
    "target_remove": click("target", (302, 302, 302, 403, 302, 403, *(404,) * 3)),
    "plan_rate_set": admin_form(),
    "lost_deals": page(),
    "lost_deal": Route(DEAL_SEEN, READ_ONLY, of="deal"),
    "lost_deal_new": Route(signed_in(200), signed_in(422)),
    "lost_deal_edit": form("deal", get=deal(200), post=deal(422)),
    "reference_new": form("deal", get=deal(200), post=deal(422)),
    "reference_settle": form("reference", get=deal(200), post=deal(422)),
    "invoice_new": form("account"),
    "invoice_correct": form("invoice"),
    "invoice_paid": form("invoice"),
    "invoice_disputed": form("invoice"),
    "invoice_settled": form("invoice"),
    "invoice_void": form("invoice"),
    "account_history": page("account"),
    "account_edit": form("account"),
    "contract_new": form("account"),
    "contract": page("contract"),
    "contract_edit": form("contract"),
    "contract_renew": form("contract"),
    "contract_activate": click("contract"),
    "contract_discard": click("contract"),
    "contract_notice": form("contract"),
    "contract_notice_back": click("contract"),
    "contract_end": form("contract"),
    "break_new": form("contract"),
    "break_remove": click("break"),
    "line_new": form("contract"),
    "line_amend": form("line"),
    "line_suspend": form("line"),
    "line_resume": form("suspension"),
    "contact_new": form("account"),
    "step_new": form("account", get=sight(200), post=sight(422)),
    "promise_new": form("account", get=sight(200), post=sight(422)),
    "contact": page("contact"),
    "contact_edit": form("contact"),
    "contact_departed": form("contact"),
    "contact_pause": form("contact"),
    "touchpoints": page(),
    "touchpoint_new": Route(signed_in(200), signed_in(422)),
    "touchpoint": page("touchpoint"),
    "touchpoint_correct": form("touchpoint"),
    "touchpoint_withdraw": click("touchpoint"),
    "step_done": click("step"),
    "step_reopen": click("done_step"),
    "step_snooze": form("step"),
    "promise_kept": click("promise"),
    "promise_reopen": click("kept_promise"),
    "hand_over": Route(leads(200), leads(422)),
    "check_ins": page(),
    "check_in_snooze": form("check_in"),
    "check_in_skip": click("check_in"),
    "deferral_undo": click("deferral"),
    "renewals": page(),
    "renewals_lost": page(),
    "renewals_file": page(),
    "renewal": page("renewal"),
    "assessments": page(),
    "renewal_terms": form("renewal", post=REFUSED),
    "renewal_approval": page("renewal"),
    "approval_ask": form("renewal"),
    "approval_decide": form("approval_step", get=LEADS_DECIDE, post=LEADS_REFUSED),
    "price_policy": admin_form(),
    "approver_remove": admin_click("approver"),
    "assessment_give": form("renewal", get=OWNER_ONLY, post=OWNER_ONLY),
    "assessment_decide": form("renewal", get=LEADS_OF_IT, post=LEADS_OF_IT),
    "forecast_freeze": Route(leads(200), leads(422)),
    "renewal_call": form("renewal"),
    "renewal_stage": form("renewal"),
    "renewal_close": form("renewal"),
    "renewal_reason": form("renewal"),
    "renewal_facts": form("renewal"),
    "renewal_reopen": form("renewal"),
}
OWN = {
    "profile": Route(signed_in(200), signed_in(422)),
    "password": Route(signed_in(200), signed_in(422)),
    "sessions": page(),
    "sessions_end": Route(POSTED_ONLY, signed_in(302)),
    "own_absences": Route(signed_in(200), signed_in(422)),
    "calendar_links": Route(signed_in(200), signed_in(201)),
    "notice_deadlines": Route(public(404), public(NOT_ALLOWED)),
    "tokens": Route(signed_in(200), signed_in(422)),
    "token_revoke": click("token", (302, 302, 404, 302, *(404,) * 5)),
    "absence_edit": form("absence", get=arranged(200), post=arranged(422)),
    "absence_cancel": click("absence", arranged(302)),
}
ADMINISTRATION = {
    "people": admin_page(),
    "person_invite": admin_form(),
    "person": Route(admins(200), admins(NOT_ALLOWED), of="person"),
    "person_edit": admin_form("person"),
    "person_move": admin_form("person", DONE_FOR_ADMINS),
    "person_invite_again": admin_click("person"),
    "person_hand_over": admin_form("person", DONE_FOR_ADMINS),
    "person_deactivate": admin_form("person"),
    "person_reactivate": admin_click("person"),
    "teams": admin_form(),
    "team_edit": admin_form("team"),
    "team_remove": admin_click("team"),
    "absences": Route(leads(200), leads(422)),
    "holidays": admin_form(),
    "holidays_load": admin_click(),
    "closure_remove": admin_click("closure"),
    "imports": admin_page(),
    "import_new": admin_form(),
    "import": Route(admins(200), admins(NOT_ALLOWED), of="import"),
    "import_progress": Route(admins(200), admins(NOT_ALLOWED), of="import"),
    "import_choose": admin_click("import", admins(422)),
    "import_undo": admin_click("import"),
    "import_stop": admin_click("import"),
    "import_discard": admin_click("import"),
    "import_columns": Route(admins(200), admins(422), of="import"),
    "books": admin_page(),
    "rate_new": admin_form(),
    "rates_paste": admin_form(),
    "period_close": admin_form(),
    "import_rejected": Route(admins(200), admins(NOT_ALLOWED), of="import"),
}
API = {
    "api_docs": page(),
    "api_schema": api(),
    "api_nothing": Route(public(404), public(404)),
    "api-account-list": api(post=signed_in(400)),
    "api-account-by-external-id": api("external_id", get=READ_ONLY),
    "api-account-detail": api("account"),
    "api-contact-list": api(post=signed_in(400)),
    "api-contact-by-external-id": api("external_id", get=READ_ONLY),
    "api-contact-detail": api("contact"),
    "api-contract-list": api(post=signed_in(400)),
    "api-contract-by-external-id": api("external_id", get=READ_ONLY),
    "api-contract-detail": api("contract"),
    "api-contract-activate": api("contract", get=READ_ONLY, post=hands(409)),
    "api-contract-end": api("contract", get=READ_ONLY, post=sight(400)),
    "api-line-list": api(post=signed_in(400)),
    "api-line-detail": api("line"),
    "api-line-amendments": api("line", get=READ_ONLY, post=sight(400)),
    "api-line-suspend": api("line", get=READ_ONLY, post=sight(400)),
    "api-line-resume": api("line", get=READ_ONLY, post=sight(400)),
    "api-movement-list": api(),
    "api-movement-detail": api("movement"),
    "api-rate-list": api(post=signed_in(400)),
    "api-rate-detail": api("rate", get=signed_in(200)),
    "api-contract-notice": api("contract", get=READ_ONLY, post=sight(400)),
    "api-invoice-list": api(post=signed_in(400)),
    "api-invoice-by-external-id": api("external_id", get=READ_ONLY),
    "api-invoice-detail": api("invoice"),
    "api-target-list": api(post=signed_in(400)),
    "api-target-detail": api("target", get=TARGET_SEEN),
    "api-lost-deal-list": api(post=signed_in(400)),
    "api-lost-deal-detail": api("deal", get=DEAL_SEEN),
    "api-lost-deal-references": api("deal", get=READ_ONLY, post=(302, 302, *(400,) * 5, 404, 404)),
    "api-touchpoint-list": api(post=signed_in(400)),
    "api-touchpoint-by-external-id": api("external_id", get=READ_ONLY),
    "api-touchpoint-detail": api("touchpoint"),
    "api-touchpoint-corrections": api("touchpoint", get=READ_ONLY, post=sight(400)),
    "api-check-in-list": api(),
    "api-check-in-detail": api("check_in"),
    "api-check-in-skip": api("check_in", get=READ_ONLY, post=sight(400)),
    "api-check-in-snooze": api("check_in", get=READ_ONLY, post=sight(400)),
    "api-renewal-list": api(),
    "api-renewal-detail": api("renewal"),
    "api-renewal-moves": api("renewal"),
    "api-renewal-facts": api("renewal"),
    "api-renewal-missing": api("renewal", get=sight(400)),
    "api-renewal-close": api("renewal", get=READ_ONLY, post=sight(428)),
    "api-renewal-stage": api("renewal", get=READ_ONLY, post=sight(428)),
    "api-metric-list": api(),
    "api-metric-detail": api(),
    "api-metric-rows": api(),
    "api-health-list": api(),
    "api-health-detail": api("account"),
}
ROUTES: dict[str, Route] = {**ENTRANCE, **SCREENS, **OWN, **ADMINISTRATION, **API}
ROUTES |= {second: ROUTES[first] for second, first in SAME_PAGES.items()}
