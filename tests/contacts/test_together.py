"""Which functions of ours sit together, whom surveys hear, and when nothing is sold."""

from datetime import date, timedelta

from accounts.models import Account, AccountTeamMember
from contacts.actions import log_touchpoint
from contacts.models import SurveyAsked
from contacts.together import together
from contacts.voice_answers import latest_answers
from retention.growth.advising import why_blocked
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


def test_a_talk_crosses_functions_once_however_often_somebody_is_named(
    vela: Account, lena: User, ada: User, sol: User
) -> None:
    for function in ("support", "delivery"):
        AccountTeamMember.objects.create(account=vela, user=ada, function=function, is_backup=True)
    ana = make_contact(vela, "Ana Ruiz")

    def talk(days: int, *colleagues: User, outcome: str = "connected") -> None:
        log_touchpoint(
            account=vela, contacts=[ana], channel="meeting", happened_at=NOON - timedelta(days=days), by=lena,
            at=NOON, colleagues=list(colleagues), direction="outbound", outcome=outcome, purpose="learn",
        )  # fmt: skip

    talk(1)
    talk(2, lena)
    talk(3, ada, lena)
    talk(4, sol)
    talk(5, ada, outcome="no_answer")
    talk(91, ada)
    found = together(vela, lena, on=TODAY)
    assert (found.talks, found.crossing) == (4, 1)
    assert found.words == "account manager, delivery, support"


def test_who_decides_and_who_uses_are_heard_apart(vela: Account, orchard: Account, lena: User) -> None:
    for account, role, score in (
        (vela, "economic_buyer", 9), (vela, "end_user", 3), (orchard, "user_lead", 7), (orchard, "coach", 2),
        (orchard, "decision_maker", None),
    ):  # fmt: skip
        SurveyAsked.objects.create(
            account=account, contact=make_contact(account, role, buying_role=role), kind="nps",
            asked_on=TODAY, quarter=date(2026, 10, 1), expires_on=TODAY, asked_by=lena, score=score,
            answered_at=None if score is None else NOON,
        )  # fmt: skip
    found = latest_answers(SurveyAsked.objects.all(), on=TODAY)
    assert (found.deciders, found.users) == ({"nps": [9]}, {"nps": [3, 7]})
    assert (found.heard, found.accounts, found.answered, found.asked) == (1, 2, 4, 5)


def test_nothing_is_set_out_to_sell_in_the_first_ninety_days(vela: Account) -> None:
    vela.health_band, vela.customer_since = "healthy", TODAY - timedelta(days=89)
    assert "learn and help first" in why_blocked(vela, on=TODAY)
    assert why_blocked(vela, on=TODAY + timedelta(days=1)) == ""
