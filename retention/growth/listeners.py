"""What growth does when something happened below: offering an ask after a high score, following mergers."""

from datetime import timedelta

from accounts.announced import AccountsMerged
from contacts.actions import add_step
from contacts.announced import SurveyAnswered
from contacts.models import JobMove, SurveyAsked
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.machine import the_machine

from .ask_gate import ask_gate, offered_kind
from .asking import allowed_kinds, behind_of
from .models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind

OFFER_IN_DAYS = 7


def after_survey(fact: SurveyAnswered) -> None:
    """A high score becomes a next step to ask for something, where gate, consent and cooldown allow it."""
    rows = SurveyAsked.objects.select_related("contact__person", "asked_by", "account__owner")
    survey = rows.get(pk=fact.survey_id)
    owner = survey.account.owner or survey.asked_by
    if not survey.is_high:
        return
    today = local_day(fact.at, owner.time_zone)
    behind = behind_of(survey.contact, survey.account, on=today)
    gates = {str(kind): ask_gate(kind, behind, on=today) for kind in AdvocacyKind}
    kind = offered_kind(gates, allowed_kinds(survey.contact, behind, on=today))
    if not kind:
        return
    what = str(AdvocacyKind(kind).label).lower()
    text = f"Ask {survey.contact.name} for a {what}: they answered {survey.score}"
    try:
        add_step(
            account=survey.account, owner=owner, text=text[:300], contact=survey.contact,
            due_on=today + timedelta(days=OFFER_IN_DAYS), origin="advocacy",
            origin_key=f"survey:{survey.pk}", by=the_machine(), at=fact.at,
        )  # fmt: skip
    except DomainError:
        return  # whoever asked no longer sees an account that nobody owns: the answer is kept all the same


def after_merger(fact: AccountsMerged) -> None:
    """Asks and consents go with the account; whoever sat at both keeps theirs in the seat that stays."""
    taken = AdvocacyAsk.objects.filter(account=fact.survivor_id, deal__isnull=False).values("deal")
    asks = AdvocacyAsk.objects.filter(account=fact.merged_id).exclude(deal__in=taken)
    asks.update(account=fact.survivor_id)
    AdvocacyConsent.objects.filter(account=fact.merged_id).update(account=fact.survivor_id)
    seats = JobMove.objects.filter(
        left_contact__account=fact.merged_id, joined_contact__account=fact.survivor_id, on=fact.on
    )
    for left, joined in seats.order_by("id").values_list("left_contact", "joined_contact"):
        AdvocacyAsk.objects.filter(contact=left).update(contact=joined)
        AdvocacyConsent.objects.filter(given_by=left).update(given_by=joined)
        standing = AdvocacyConsent.objects.standing().filter(contact=joined).values("kind")
        again = AdvocacyConsent.objects.standing().filter(contact=left, kind__in=standing)
        again.update(ended_on=fact.on)
        AdvocacyConsent.objects.filter(contact=left).update(contact=joined)
