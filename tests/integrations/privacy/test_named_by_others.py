"""Whoever is only named by others is erased as well: in comments, talks, promises, calls and notices."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InternalError, connection, transaction

from accounts.models import Account
from contacts.actions import (
    add_contact,
    correct_touchpoint,
    edit_contact,
    log_touchpoint,
    make_promise,
    settle_promise,
)
from contacts.actions.erasure import erase_person
from contacts.actions.voice import reply_to_feedback, write_feedback
from contacts.models import Contact
from retention.lib.clock import database_now
from retention.reminders.models import Delivery, Notice, Notification
from retention.reminders.release import release_due
from retention.renewals.actions import set_call
from retention.renewals.models import OwnerCall, Renewal
from retention.team.models import User
from retention.teamwork.actions.comments import add_comment, edit_comment, reply_to_comment
from retention.teamwork.actions.mentions import acknowledge_mention
from retention.teamwork.models import Comment
from tests.accounts.contract_book import line, signed
from tests.factories import make_contact
from tests.plans.plan_book import draft, objective

from . import traces

WHO = f"{traces.NAME} ({traces.MAIL}, {traces.PHONE})"
PLACES = {
    "accounts_timelineevent", "contacts_contact", "contacts_contactevent", "contacts_feedbackitem",
    "contacts_feedbackitemevent", "contacts_person", "contacts_personevent", "contacts_promise",
    "contacts_promiseevent", "contacts_touchpoint", "contacts_touchpointevent", "plans_objective",
    "plans_objectiveevent", "reminders_delivery", "reminders_notice", "reminders_notification",
    "renewals_ownercall", "renewals_renewal", "teamwork_comment", "teamwork_commentevent",
}  # fmt: skip


def write_of_her(account: Account, bo: Contact, other: Account, *, lena: User, nadia: User) -> None:
    """Everything that others can write about her where she takes no part."""
    at = database_now()
    today = at.date()
    talk = log_touchpoint(
        account=account, contacts=[bo], channel="call", happened_at=at, text=f"{WHO} decides", by=lena, at=at
    )
    correct_touchpoint(touchpoint=talk, changes={"text": f"Zuzanna decides, write to {traces.MAIL}"},
                       by=lena, at=at)  # fmt: skip
    promise = make_promise(
        account=account, side="theirs", user=lena, text=f"Ask {traces.NAME} first", wording="theirs",
        promised_on=today, due_on=today, contact=bo, by=lena, at=at,
    )  # fmt: skip
    settle_promise(promise=promise, state="broken", on=today, note="Quillfeather said no", by=lena, at=at)
    heard = write_feedback(account=account, kind="praise", text=f"{WHO} is content", contact=bo,
                           owner=nadia, received_on=today, by=lena, at=at)  # fmt: skip
    reply_to_feedback(item=heard, reply="We thanked Zuzanna", on=today, by=nadia, at=at)
    said = add_comment(account=account, touchpoint=talk, text=f"{WHO} may leave", tell=[nadia],
                       by=lena, at=at)  # fmt: skip
    release_due(database_now(), 100)
    edit_comment(comment=said, text=f"{traces.NAME} stays", by=lena, at=at, expected_version=None)
    answer = reply_to_comment(comment=said, text="Ask Zuzanna herself", tell=[lena], by=nadia, at=at)
    acknowledge_mention(mention=answer.mentions.get(user=lena), by=lena, at=at)
    signed(account, lena, line(1000))
    set_call(renewal=Renewal.objects.get(account=account), call="commit", note=f"{WHO} signs", by=lena,
             at=at, expected_version=None)  # fmt: skip
    objective(draft(account, lena), lena, text=f"{traces.NAME} sees it monthly")
    add_comment(account=other, text=f"Call {WHO} about a reference", by=other.owner or lena, at=at)
    edit_contact(contact=bo, changes={"personal_note": f"Married to {traces.NAME}"}, by=lena, at=at,
                 expected_version=None)  # fmt: skip
    Delivery.objects.create(
        user=lena, kind="digest", dedupe_key="x", message_id="<x@keel>", due_at=at, next_try_at=at,
        payload={"sections": [{"title": "Comments", "lines": [f"{WHO} may leave"]}]},
    )  # fmt: skip


@pytest.mark.django_db
def test_whoever_is_named_by_others_is_found_in_no_table_afterwards(
    vela: Account, orchard: Account, lena: User, nadia: User, ada: User, tmp_path: Path
) -> None:
    her = add_contact(
        account=vela, name=traces.NAME, email=traces.MAIL, phone=traces.PHONE, by=lena, at=database_now()
    )
    bo = make_contact(vela, "Bo Lind")
    write_of_her(vela, bo, orchard, lena=lena, nadia=nadia)
    assert set(traces.found(tmp_path)) >= PLACES
    assert Notification.objects.exists() and Notice.objects.exists()
    assert her.person is not None
    done = erase_person(person=her.person, reason="asked", by=ada, at=database_now())
    assert traces.found(tmp_path) == {}
    assert done.counts["still_named"] == 0
    there = Comment.objects.get(account=orchard)
    assert there.text == "Call (erased) ((erased),(erased)) about a reference"
    call = OwnerCall.objects.get()
    assert (call.call, call.note) == ("commit", "(erased) ((erased),(erased)) signs")
    _refuses_what_an_erasure_may_not(call)


def _refuses_what_an_erasure_may_not(call: OwnerCall) -> None:
    """What was said of a renewal stays for ever, but for words that an erasure takes out."""
    for words, values in (("''", {"note": "x"}), ("'on'", {"at": call.at - timedelta(days=1)})):
        with pytest.raises(InternalError, match="never changed"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT set_config('keel.erasing', {words}, true)")
            OwnerCall.objects.filter(pk=call.pk).update(**values)
