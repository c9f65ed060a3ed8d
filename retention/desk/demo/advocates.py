"""What customers of the demo company do for it, what they answered to surveys, and whom they look at."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.choices import HealthBand
from accounts.models import Account
from contacts.knowledge.words import FactSource, Threat, Topic
from contacts.models import Contact, KnownFact, SurveyAsked, SurveyKind
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind, AskOutcome

Said = tuple[str, str, int, str, str, int | None]
RIVALS = (
    # competitor, how near, days ago, in their words
    ("Orca Routing", Threat.LOOKING, 12, "They showed us their planner last week."),
    ("Portline", Threat.KNOWN, 40, "We know them from a fair."),
    ("Orca Routing", Threat.NEARBY, 75, "Our sister company uses them."),
    ("Portline", Threat.LOOKING, 30, "Purchasing wants a second quote."),
    ("", Threat.NOBODY, 20, ""),
    ("Orca Routing", Threat.KNOWN, 95, "Only by name."),
    ("Quaysoft", "", 150, "Somebody mentioned them."),
)
ASKS: tuple[Said, ...] = (
    # what for, for whom, days ago, what became of it, what came of it, pounds a year
    (AdvocacyKind.REFERENCE, "Millbrook Farms", 210, AskOutcome.GIVEN, "Millbrook signed in June.", 24_000),
    (AdvocacyKind.CASE_STUDY, "", 120, AskOutcome.DECLINED, "", None),
    (AdvocacyKind.REVIEW, "", 64, AskOutcome.GIVEN, "Four stars, with the dispatch team named.", None),
    (AdvocacyKind.REFERRAL, "", 35, AskOutcome.AGREED, "", None),
    (AdvocacyKind.SPEAKING, "Logistics day in March", 9, AskOutcome.WAITING, "", None),
)
SCORES = (9, 10, 7, 6, 9, 8, 3, 10, 9, 5)


def make_voices(*, at: datetime) -> None:
    """Surveys of the quarter before, and competitors by name: before health is computed."""
    asked, people = _asked()
    _surveys(asked, people, at=at)
    _rivals(asked, people, at.date())


def make_advocates(*, at: datetime) -> None:
    """Asks in every state at the customers who stand best, with the consents they need."""
    asked, people = _asked()
    _asks(sorted(asked, key=lambda each: -(each.health_score or 0)), people, at.date())


def _asked() -> tuple[list[Account], dict[int, Contact]]:
    """Customers with a key contact, and who that is."""
    accounts = list(Account.objects.filter(owner__isnull=False).exclude(stage="former").order_by("id"))
    seats = Contact.objects.in_seat().filter(account__in=accounts, is_placeholder=False, is_key=True)
    people: dict[int, Contact] = {}
    for contact in seats.select_related("account__owner").order_by("id"):
        people.setdefault(contact.account_id, contact)
    return [account for account in accounts if account.pk in people], people


def _surveys(accounts: list[Account], people: Mapping[int, Contact], *, at: datetime) -> None:
    rows = []
    for number, account in enumerate(accounts):
        day = at - timedelta(days=100 + number)
        quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        rows.append(
            SurveyAsked(
                account=account,
                contact=people[account.pk],
                kind=SurveyKind.NPS,
                quarter=quarter,
                asked_on=day.date(),
                expires_on=day.date() + timedelta(days=30),
                asked_by=account.owner,
                score=SCORES[number % len(SCORES)],
                answered_at=day + timedelta(days=2),
                recorded_at=day,
            )
        )
    SurveyAsked.objects.bulk_create(rows)


def _rivals(accounts: list[Account], people: Mapping[int, Contact], today: date) -> None:
    chosen = zip(accounts[2 :: max(1, len(accounts) // len(RIVALS))], RIVALS, strict=False)
    KnownFact.objects.bulk_create(
        KnownFact(
            account=account,
            contact=people[account.pk],
            topic=Topic.COMPETITOR,
            named=named,
            value=value,
            text=text,
            source=FactSource.STATED,
            said_on=today - timedelta(days=days),
            fresh_until=today + timedelta(days=180 - days),
            is_personal=False,
            by=account.owner,
        )
        for account, (named, value, days, text) in chosen
    )


def _asks(accounts: list[Account], people: Mapping[int, Contact], today: date) -> None:
    chosen = list(zip(accounts, ASKS, strict=False))
    AdvocacyAsk.objects.bulk_create(
        _ask(people[account.pk], said, today - timedelta(days=said[2])) for account, said in chosen
    )
    AdvocacyConsent.objects.bulk_create(
        AdvocacyConsent(
            account=account,
            contact=people[account.pk],
            kind=said[0],
            scope="Name, logo and calls with prospects",
            given_by=people[account.pk],
            given_on=today - timedelta(days=said[2] - 3),
            expires_on=today + timedelta(days=730 - said[2]),
            written_by=account.owner,
        )
        for account, said in chosen
        if said[3] == AskOutcome.GIVEN
    )


def _ask(contact: Contact, said: Said, day: date) -> AdvocacyAsk:
    kind, prospect, _, outcome, result, worth = said
    return AdvocacyAsk(
        kind=kind,
        account=contact.account,
        contact=contact,
        prospect=prospect,
        asked_on=day,
        asked_by=contact.account.owner,
        outcome=outcome,
        answered_on=None if outcome == AskOutcome.WAITING else day + timedelta(days=3),
        used_on=day + timedelta(days=8) if outcome == AskOutcome.GIVEN else None,
        result=result,
        worth=None if worth is None else Decimal(worth),
        currency="GBP" if worth else "",
        band=HealthBand.HEALTHY,
    )
