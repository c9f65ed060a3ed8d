"""People, conversations and work go with an account that becomes part of another.

Order: who sits at both accounts is one contact first, then everything else moves (docs/methods.md, Mergers of
customers). Rows keep their ids, so that the audit trail shows where each was before.
"""

from collections.abc import Collection

from django.db.models import Q

from accounts.announced import AccountsMerged, AccountsParted
from accounts.models import Account
from retention.team.models import User

from . import derived
from .alike_account_rows import refresh_alike_accounts
from .choices import ContactStatus
from .merged_map import carry_map
from .models import (
    Contact,
    FeedbackItem,
    JobMove,
    KnownFact,
    NextStep,
    Objection,
    Promise,
    SurveyAsked,
    Touchpoint,
    TouchpointContact,
)

CARRIED = (Touchpoint, Promise, NextStep, KnownFact, FeedbackItem, SurveyAsked)
"""What goes to the survivor as it is."""


def carry_people(fact: AccountsMerged) -> None:
    """Listener: contacts, touchpoints, promises and next steps of the merged account are the survivor's."""
    both = _seats_at_both(fact)
    for old, kept in both:
        _join_seats(old, kept, fact)
    left = Contact.objects.filter(account=fact.merged_id, person__seats__account=fact.survivor_id)
    stays = list(left.values_list("pk", flat=True))
    _assistants_follow(both)
    Contact.objects.filter(account=fact.merged_id).exclude(pk__in=stays).update(account=fact.survivor_id)
    for model in CARRIED:
        model._base_manager.filter(account=fact.merged_id).update(account=fact.survivor_id)
    carry_map(fact, [old.pk for old, _kept in both])
    _give_to_who_sees(fact.survivor_id)
    derived.rebuild((fact.merged_id, fact.survivor_id))
    refresh_alike_accounts((fact.merged_id, fact.survivor_id))


def part_people(fact: AccountsParted) -> None:
    """Listener: what was said since with people who went back goes with them; both accounts derive anew."""
    there = TouchpointContact.objects.filter(contact__account=fact.survivor_id).values("touchpoint")
    talks = Touchpoint.objects.filter(account=fact.survivor_id, contacts__account=fact.returned_id)
    ids = list(talks.exclude(pk__in=there).values_list("pk", flat=True))
    Touchpoint._base_manager.filter(pk__in=ids).update(account=fact.returned_id)
    derived.rebuild(fact.account_ids)
    refresh_alike_accounts(fact.account_ids)


def _seats_at_both(fact: AccountsMerged) -> list[tuple[Contact, Contact]]:
    ours = Contact.objects.filter(account=fact.survivor_id, person__isnull=False)
    kept = {contact.person_id: contact for contact in ours}
    theirs = Contact.objects.filter(account=fact.merged_id, person__in=list(kept))
    theirs = theirs.select_related("person").order_by("id")
    return [(contact, kept[contact.person_id]) for contact in theirs]


def _assistants_follow(both: Collection[tuple[Contact, Contact]]) -> None:
    """Whom the seat that was left assisted is assisted by the one that stays; who left has no assistant."""
    for old, kept in both:
        helped = Contact.objects.filter(assistant=old)
        helped.exclude(pk=kept.pk).update(assistant=kept)
        Contact.objects.filter(Q(pk=old.pk) | Q(assistant=old)).update(assistant=None)


def _join_seats(old: Contact, kept: Contact, fact: AccountsMerged) -> None:
    """What was said with somebody in two seats was said in the one that stays; the other is left."""
    links = TouchpointContact.objects.filter(contact=old)
    links.exclude(touchpoint__contact_links__contact=kept).update(contact=kept)
    for rows in (Promise.objects, NextStep.objects, KnownFact.objects, FeedbackItem.objects):
        rows.filter(contact=old).update(contact=kept)
    asked = SurveyAsked.objects.filter(contact=kept).values("quarter")
    SurveyAsked.objects.filter(contact=old).exclude(quarter__in=asked).update(contact=kept)
    said = Objection.objects.standing().filter(contact=kept).values_list("channel", "purpose")
    for row in Objection.objects.filter(contact=old).order_by("id"):
        if row.lifted_on is not None or (row.channel, row.purpose) not in set(said):
            Objection.objects.filter(pk=row.pk).update(contact=kept)
    kept.channels_forbidden = list(dict.fromkeys([*kept.channels_forbidden, *old.channels_forbidden]))
    kept.channels_preferred = [
        each for each in kept.channels_preferred if each not in kept.channels_forbidden
    ]
    if kept.status == ContactStatus.DEPARTED != old.status:
        kept.status, kept.departed_on = old.status, None
    kept.is_key = kept.is_key or (old.is_key and old.status != ContactStatus.DEPARTED)
    kept.save(update_fields=["status", "departed_on", "is_key", "channels_forbidden", "channels_preferred"])
    if old.status != ContactStatus.DEPARTED and old.person is not None:
        old.status, old.departed_on = ContactStatus.DEPARTED, fact.on
        old.save(update_fields=["status", "departed_on"])
        JobMove.objects.create(
            person=old.person, left_contact=old, joined_contact=kept, on=fact.on, by_id=fact.by_id
        )


def _give_to_who_sees(account_id: int) -> None:
    """Open work of somebody who does not see the survivor goes to its owner: no word is left to nobody."""
    account = Account.objects.get(pk=account_id)
    if account.owner_id is None:
        return
    promises = Promise.objects.open().filter(account=account)
    steps = NextStep.objects.open().filter(account=account)
    people = User.objects.filter(
        Q(pk__in=promises.values("user_id")) | Q(pk__in=steps.values("owner_id"))
    ).exclude(pk=account.owner_id)
    blind = _blind(people, account)
    promises.filter(user__in=blind).update(user=account.owner_id)
    steps.filter(owner__in=blind).update(owner=account.owner_id)


def _blind(people: Collection[User], account: Account) -> list[int]:
    seen = Account.objects.filter(pk=account.pk)
    return [user.pk for user in people if not seen.visible_to(user).exists()]
