"""What somebody told customers regularly goes on when they leave: KPIs, reports, links to shared plans."""

import pytest
from django.test import Client

from accounts.models import Account
from contacts.models import Contact
from plans.models import Kpi
from retention.lib.errors import DomainError
from retention.reports.actions.issues import approve_issue
from retention.reports.actions.subscriptions import add_reader
from retention.reports.models import ReportIssue, ReportReader, Subscription
from retention.sharing.actions import MadeLink, make_link, revoke_link
from retention.sharing.actions.links import LinkRevoked, give_link
from retention.sharing.models import ShareLink
from retention.team.actions.leaving import WorkIsOpen, deactivate_person, hand_over_work
from retention.team.models import Team, User
from retention.team.open_work import kinds_of_work, open_work_of, work_out_of_sight
from retention.team.roles import Role
from tests.cast import NOON, join, person
from tests.security.account_plans import plan

from .conftest import prepared, subscribed

pytestmark = pytest.mark.django_db
THEIRS = {"kpis": 1, "share_links": 1, "reports": 1, "reports_to_approve": 1, "reports_read": 1}


@pytest.fixture
def mara(north: Team) -> User:
    return join(person("mara@keel.test", "Mara Okoye", Role.ACCOUNT_MANAGER), north)


@pytest.fixture
def issue(vela: Account, lena: User, ana: Contact, kpi: Kpi) -> ReportIssue:
    """Lena reads the KPI, owns, approves and gets its report, which waits for her."""
    row = subscribed(vela, lena, ana, approver=lena)
    add_reader(subscription=row, user=lena, by=lena, at=NOON)
    return prepared(row)


@pytest.fixture
def made(vela: Account, lena: User, ana: Contact) -> MadeLink:
    drawn = plan(vela, lena)
    over = make_link(plan=drawn, by=lena, at=NOON)
    revoke_link(link=over.link, by=lena, at=NOON)
    return make_link(plan=drawn, contact=ana, days=90, by=lena, at=NOON)


def test_nobody_leaves_while_customers_wait_for_what_they_send(
    issue: ReportIssue, made: MadeLink, lena: User, ada: User
) -> None:
    with pytest.raises(WorkIsOpen) as refused:
        deactivate_person(person=lena, by=ada, at=NOON)
    assert THEIRS.items() <= refused.value.kinds.items()
    listed = {kind.name: kind.first(lena, 1)[0] for kind in kinds_of_work() if kind.name in THEIRS}
    assert listed["kpis"].label == "Orders on time"
    assert listed["kpis"].note == "Vela Hotels, since September 2026"
    assert listed["share_links"].label == "Ana Ruiz" and "opens until" in listed["share_links"].note
    assert listed["reports"].label == "KPIs" and "due " in listed["reports"].note


def test_it_goes_to_whoever_takes_over_and_goes_on(
    issue: ReportIssue, made: MadeLink, lena: User, mara: User, ada: User
) -> None:
    receivers = dict.fromkeys((kind.name for kind in kinds_of_work()), mara)
    moved = deactivate_person(person=lena, receivers=receivers, by=ada, at=NOON)
    assert THEIRS.items() <= moved.items() and not open_work_of(lena)
    assert Kpi.objects.get().owner == mara
    row = Subscription.objects.get()
    assert (row.owner, row.approver) == (mara, mara)
    assert ReportReader.objects.get(contact=None).user == mara
    link = ShareLink.objects.get(pk=made.link.pk)
    assert (link.owner, link.made_by, link.digest) == (mara, lena, made.link.digest)
    assert Client().get(made.path).status_code == 200, "the customer notices nothing"
    assert approve_issue(issue=issue, by=mara, at=NOON).approved_by == mara


def test_reading_may_end_but_approving_may_not(issue: ReportIssue, lena: User, mara: User, ada: User) -> None:
    with pytest.raises(DomainError, match="choose who takes over"):
        hand_over_work(person=lena, receivers={"reports_to_approve": None}, by=ada, at=NOON)
    hand_over_work(person=lena, receivers={"reports_read": None}, by=ada, at=NOON)
    assert not ReportReader.objects.filter(user=lena).exists()
    add_reader(subscription=issue.subscription, user=mara, by=lena, at=NOON)
    add_reader(subscription=issue.subscription, user=lena, by=lena, at=NOON)
    hand_over_work(person=lena, receivers={"reports_read": mara}, by=ada, at=NOON)
    assert ReportReader.objects.filter(user=mara).count() == 1


@pytest.mark.parametrize("kind", THEIRS)
def test_nobody_takes_over_what_they_may_not_see(
    issue: ReportIssue, made: MadeLink, lena: User, nico: User, ada: User, kind: str
) -> None:
    with pytest.raises(DomainError, match="Nico Brand"):
        hand_over_work(person=lena, receivers={kind: nico}, by=ada, at=NOON)
    assert open_work_of(lena)[kind] == 1
    assert not work_out_of_sight(lena)


def test_a_revoked_link_is_nobodys_any_more(made: MadeLink, lena: User, mara: User) -> None:
    revoke_link(link=made.link, by=lena, at=NOON)
    with pytest.raises(LinkRevoked):
        give_link(link=made.link, to=mara, by=lena, at=NOON)
    assert "share_links" not in open_work_of(lena)


def test_a_plan_at_a_customer_of_somebody_else_is_theirs_until_it_is_given(
    vela: Account, lena: User, nico: User, mara: User, ada: User
) -> None:
    drawn = plan(vela, lena)
    assert "plans" not in open_work_of(lena), "it goes with the account"
    Account.objects.filter(pk=vela.pk).update(owner=mara)
    assert open_work_of(lena)["plans"] == 1 and "plans" not in open_work_of(mara)
    kind = next(each for each in kinds_of_work() if each.name == "plans")
    listed, state = kind.first(lena, 1)[0], drawn.get_state_display().lower()
    assert (listed.note, listed.url) == (f"Vela Hotels, {state}", f"/plans/{drawn.pk}/")
    for nobody in (None, nico):
        with pytest.raises(DomainError):
            kind.hand_over(lena, nobody, by=ada, at=NOON)
    hand_over_work(person=lena, receivers={"plans": mara}, by=ada, at=NOON)
    drawn.refresh_from_db()
    assert drawn.owner == mara and "plans" not in open_work_of(lena)
    assert drawn.get_state_display().lower() == state, "nothing that it says changes"
