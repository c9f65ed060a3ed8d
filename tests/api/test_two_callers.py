"""Programs that say the same at the same moment: with real commits, each on a connection of its own."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account, Contract, ExternalId
from contacts.models import Contact, Touchpoint
from retention.integrations.models import RepeatedRequest
from retention.team.models import User
from tests.accounts.test_two_writers import at_once

from .bodies import call_of, contract_of
from .conftest import Script, Scripts

pytestmark = pytest.mark.django_db(transaction=True)


def bodies(account: Account) -> dict[str, tuple[type[Any], dict[str, Any]]]:
    """What is put, by resource."""
    return {
        "accounts": (Account, {"name": "Fjord Ferries"}),
        "contacts": (Contact, {"account_id": account.pk, "name": "Ana Ruiz", "email": "ana@vela.test"}),
        "contracts": (Contract, contract_of(account)),
        "touchpoints": (Touchpoint, call_of(account)),
    }


@pytest.mark.parametrize("resource", ["accounts", "contacts", "contracts", "touchpoints"])
def test_of_first_upserts_at_the_same_moment_one_makes_the_record_and_all_succeed(
    resource: str, script: Scripts, lena: User, vela: Account
) -> None:
    model, body = bodies(vela)[resource]
    before = model.objects.count()
    callers = [script(lena) for _ in range(4)]
    put: Callable[[Script], Callable[[], Any]] = lambda caller: (  # noqa: E731
        lambda: caller.put(f"{resource}/by-external-id/crm/X-1/", body)
    )
    answers = at_once(*(put(caller) for caller in callers))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 3}, [a.content for a in answers]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (model.objects.count(), ExternalId.objects.count()) == (before + 1, 1)


def test_upserts_of_different_ids_do_not_wait_for_each_other_s_refusals(
    script: Scripts, lena: User, vela: Account
) -> None:
    body = contract_of(vela)
    callers = [script(lena) for _ in range(2)]
    answers = at_once(
        lambda: callers[0].put("contracts/by-external-id/crm/X-1/", body),
        lambda: callers[1].put("contracts/by-external-id/crm/X-2/", body),
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert (Contract.objects.count(), ExternalId.objects.count()) == (1, 1)


@pytest.mark.parametrize("resource", ["accounts", "contacts", "contracts", "touchpoints"])
def test_one_key_sent_eight_times_at_once_has_one_effect(
    resource: str, script: Scripts, lena: User, vela: Account
) -> None:
    model, body = bodies(vela)[resource]
    before = model.objects.count()
    caller = script(lena)
    send: Callable[[], Any] = lambda: Script(caller.secret).post(  # noqa: E731
        f"{resource}/", body, **{"Idempotency-Key": "once"}
    )
    answers = at_once(*[send] * 8)
    told = [answer for answer in answers if answer.status_code != 409]
    assert {answer.status_code for answer in told} == {201}, [answer.content for answer in answers]
    assert all(answer.json() == told[0].json() for answer in told)
    assert [answer.headers.get("Idempotent-Replay") for answer in told].count(None) == 1
    assert all(b"still running" in answer.content for answer in answers if answer.status_code == 409)
    assert (model.objects.count(), RepeatedRequest.objects.count()) == (before + 1, 1)


def test_eight_refused_at_once_leave_nothing_behind(script: Scripts, lena: User, vela: Account) -> None:
    caller = script(lena)
    send: Callable[[], Any] = lambda: Script(caller.secret).post(  # noqa: E731
        "accounts/", {"name": ""}, **{"Idempotency-Key": "once"}
    )
    answers = at_once(*[send] * 8)
    assert {answer.status_code for answer in answers} <= {400, 409}
    assert (Account.objects.count(), RepeatedRequest.objects.count()) == (1, 0)
