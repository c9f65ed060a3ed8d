"""Links to a shared plan: made, made again, given another code, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.rights import editable_account, may_edit
from accounts.timeline import record
from contacts.choices import ContactStatus
from contacts.models import Contact
from contacts.regions import known_region, region_of
from plans.models import AccountPlan
from plans.working import plan_to_change, refuse_foreign
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User

from ..models import ShareLink
from ..secrets import digest_of, new_code, new_secret

DAYS, LONGEST_DAYS = 30, 90
_days = accepts.number("The days it opens", least=1, most=LONGEST_DAYS, required=True)
PARTS: dict[str, bool] = {
    "shows_goals": True, "shows_value": True, "shows_actions": True, "shows_people": True,
    "shows_reviews": True, "shows_milestones": False, "shows_kpis": False, "shows_given": False,
}  # fmt: skip
"""What a link can show, and whether it does when nobody says so."""
ALONE = frozenset(PARTS) - {"shows_milestones"}
"""What is something to show by itself; milestones are a part of goals and targets."""


class LinkRevoked(DomainError):
    """The link was ended for good."""


class NothingShown(DomainError):
    """Every part is switched off."""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link with what is shown this once: the secret of its address, and its code or nothing."""

    link: ShareLink
    secret: str
    code: str

    @property
    def path(self) -> str:
        """Where it opens, without the installation's address."""
        return path_of(self.secret)


def path_of(secret: str) -> str:
    """The path of a link; said once, for whoever stands below the pages."""
    return f"/share/{secret}/"


@transaction.atomic
def make_link(
    *,
    plan: AccountPlan,
    by: User,
    at: datetime,
    contact: Contact | None = None,
    days: int = DAYS,
    with_code: bool = False,
    region: str = "",
    **parts: Any,
) -> MadeLink:
    """Make a link to what of the plan is marked to be shown; its secret is known to the answer alone.

    *contact* is for whom; without one nobody confirms or agrees through it. *region* is the country in
    whose way days and figures are written; empty is that of the contact or the account. Whoever makes it
    looks after it. Raises PermissionDenied, PlanOver, InputRefused, NotTheirContact, NothingShown.
    """
    row = plan_to_change(plan, by)
    refuse_foreign(row.account, contact, "contact")
    _refuse_departed(contact)
    kept = PARTS | accepts.accepted(parts, dict.fromkeys(PARTS, accepts.flag))
    if not any(kept[name] for name in ALONE):
        raise NothingShown("Choose at least one part to show.", field="shows_goals")
    place = known_region(region, "region") or region_of(row.account, contact)
    secret, code = new_secret(), new_code() if with_code else ""
    link = ShareLink.objects.create(
        plan=row, contact=contact, digest=digest_of(secret), code=make_password(code) if code else "",
        made_by=by, owner=by, made_at=at, expires_at=at + timedelta(days=_days(days, "days")),
        region=place, **kept,
    )  # fmt: skip
    who = f" for {contact.name}" if contact else ""
    _tell(link, "link_made", f"Link to the shared plan made{who}, until {link.expires_at:%-d %B %Y}", by, at)
    return MadeLink(link, secret, code)


@transaction.atomic
def renew_link(*, link: ShareLink, by: User, at: datetime, days: int = DAYS) -> MadeLink:
    """Make its address again: the former one opens nothing from now on, its code stays.

    Raises PermissionDenied, PlanOver, LinkRevoked, InputRefused.
    """
    row = _standing(link, by)
    secret, until = new_secret(), at + timedelta(days=_days(days, "days"))
    kept = {"digest": digest_of(secret), "made_at": at, "expires_at": until, "made_by": by}
    save_edit(row, kept, expected_version=None)
    _tell(row, "link_renewed", f"Link to the shared plan made again, until {until:%-d %B %Y}", by, at)
    return MadeLink(row, secret, "")


@transaction.atomic
def change_code(*, link: ShareLink, by: User, at: datetime, with_code: bool = True) -> MadeLink:
    """Give it another code, shown this once, or none. Raises PermissionDenied, PlanOver, LinkRevoked."""
    row = _standing(link, by)
    code = new_code() if with_code else ""
    save_edit(row, {"code": make_password(code) if code else ""}, expected_version=None)
    said = "has another code" if code else "asks for no code any more"
    _tell(row, "link_code_changed", f"Link to the shared plan {said}", by, at)
    return MadeLink(row, "", code)


@transaction.atomic
def give_link(*, link: ShareLink, to: User, by: User, at: datetime) -> ShareLink:
    """Let *to* look after a link; what it shows and where it opens stay.

    Raises PermissionDenied, LinkRevoked, InputRefused.
    """
    row = _theirs(link, by)
    if row.revoked_at is not None:
        raise LinkRevoked("This link was revoked. Make another one.")
    if not to.is_active or not may_edit(row.plan.account_id, to):
        raise accepts.InputRefused(f"{to.name} may not change this account.", field="owner")
    if row.owner_id != to.pk:
        save_edit(row, {"owner": to}, expected_version=None)
        _tell(row, "link_given", f"{to.name} looks after a link to the shared plan", by, at)
    return row


@transaction.atomic
def revoke_link(*, link: ShareLink, by: User, at: datetime) -> ShareLink:
    """End a link at once and for good; twice is once. Raises PermissionDenied."""
    row = _theirs(link, by)
    if row.revoked_at is not None:
        return row
    save_edit(row, {"revoked_at": at, "revoked_by": by}, expected_version=None)
    _tell(row, "link_revoked", "Link to the shared plan revoked", by, at)
    return row


def link_for(*, plan: AccountPlan, by: User, at: datetime, contact: Contact | None = None) -> MadeLink:
    """A link of 30 days to everything that is shared, without a code: for commands and checks."""
    return make_link(plan=plan, by=by, at=at, contact=contact)


def _theirs(link: ShareLink, by: User) -> ShareLink:
    """The link read again, its account locked. Raises PermissionDenied."""
    editable_account(ShareLink.objects.select_related("plan").get(pk=link.pk).plan.account_id, by)
    row = ShareLink.objects.select_related("plan__account", "contact__person").filter(pk=link.pk).first()
    if row is None:
        raise PermissionDenied
    return row


def _standing(link: ShareLink, by: User) -> ShareLink:
    row = _theirs(link, by)
    plan_to_change(row.plan, by)
    if row.revoked_at is not None:
        raise LinkRevoked("This link was revoked. Make another one.")
    return row


def _refuse_departed(contact: Contact | None) -> None:
    if contact is not None and contact.status == ContactStatus.DEPARTED:
        raise accepts.InputRefused(f"{contact.name} has left.", field="contact")


def _tell(link: ShareLink, kind: str, text: str, by: User, at: datetime) -> None:
    record(link.plan.account, kind, text, by=by, at=at, subject=("plan", link.plan_id))
