"""Applying writes exactly what was checked; the same files again change nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.choices import ContractState
from accounts.models import Account, ArrMovement, Contract, ContractLine, ExternalId, Product, TimelineEvent
from contacts.choices import BuyingRole, Channel, Outcome
from contacts.models import Contact, Touchpoint
from retention.integrations.models import Import, ImportRow, ImportState
from retention.reminders.models import Reminder
from retention.renewals.models import Renewal
from retention.team.models import Team, User
from retention.team.roles import Role

from .running import applied, decisions, everything, pack, today


@pytest.fixture
def harbour(ada: User) -> Import:
    """The whole pack, applied with its last day today."""
    return applied(ada, pack(), owners={"Vic Stone": "inactive"})


def test_every_row_that_was_new_was_added(harbour: Import) -> None:
    assert harbour.state == ImportState.APPLIED
    assert harbour.summary["result"] == {"added": 27, "skipped": 14, "unclear": 4, "rejected": 5}
    assert Account.objects.count() == 5


def test_accounts_carry_owner_team_currency_and_a_tier_by_arr(harbour: Import) -> None:
    brightwater, nordkyn = (
        Account.objects.get(name=name) for name in ("Brightwater Foods", "Nordkyn Seafood")
    )
    assert (brightwater.owner.email, brightwater.team.name) == (
        "tomas.berg@harbour.test",
        "Mara Quist's team",
    )
    assert (brightwater.currency, brightwater.arr, brightwater.tier) == ("USD", Decimal("13200.00"), "C")
    assert (nordkyn.arr, nordkyn.tier, nordkyn.city) == (Decimal("24000.00"), "A", "Tromsø")
    assert Account.objects.get(name="Orchid Textiles").owner is None
    assert brightwater.country == "SE"


def test_people_get_roles_and_teams_by_who_reports_to_whom(harbour: Import) -> None:
    roles = dict(User.objects.filter(email__endswith="harbour.test").values_list("name", "role"))
    assert roles == {
        "Mara Quist": Role.TEAM_LEAD,
        "Tomas Berg": Role.TEAM_LEAD,
        "Ines Duarte": Role.ACCOUNT_MANAGER,
        "Yusuf Aydin": Role.ACCOUNT_MANAGER,
    }
    below = Team.objects.get(name="Tomas Berg's team")
    assert below.parent == Team.objects.get(name="Mara Quist's team")
    assert set(below.memberships.values_list("user__name", "is_lead")) == {
        ("Tomas Berg", True),
        ("Yusuf Aydin", False),
    }
    assert not User.objects.get(name="Mara Quist").has_usable_password()
    former = User.objects.get(name="Vic Stone")
    assert not former.is_active


def test_contacts_carry_roles_guessed_from_titles_and_those_the_file_says(harbour: Import) -> None:
    roles = dict(Contact.objects.values_list("person__name", "buying_role"))
    assert roles == {
        "Ana Ruiz": BuyingRole.ECONOMIC_BUYER,
        "Bo Lind": BuyingRole.PROCUREMENT,
        "Per Holm": BuyingRole.DECISION_MAKER,
        "Jörg Keller": BuyingRole.ECONOMIC_BUYER,
        "Siri Moe": BuyingRole.EXECUTIVE_SPONSOR,
    }
    said = set(Contact.objects.filter(role_is_guessed=False).values_list("person__name", flat=True))
    assert said < set(roles), "a role that a title let us guess says so"
    assert "Ana Ruiz" not in said or "Bo Lind" not in said
    key = set(Contact.objects.filter(is_key=True).values_list("person__name", flat=True))
    assert key == {"Ana Ruiz", "Per Holm", "Jörg Keller", "Siri Moe"}
    assert Contact.objects.get(person__name="Siri Moe").country == "NO"


def test_contracts_run_their_whole_term_from_the_day_they_were_won(harbour: Import) -> None:
    shift = timedelta(days=harbour.summary["shift"])
    assert (today() - shift).isoformat() == "2025-07-02"
    first, second = Contract.objects.filter(account__name="Brightwater Foods").order_by("term_start")
    assert (first.term_start - shift).isoformat() == "2024-04-01"
    assert (first.state, first.is_history, second.state) == (ContractState.ENDED, True, ContractState.ACTIVE)
    assert second.predecessor == first
    assert (second.notice_value, second.auto_renew, second.currency) == (60, False, "USD")
    line = second.lines.get()
    assert (line.recurring_amount, line.period_months, line.product.code) == (
        Decimal("13200.00"),
        12,
        "FP-12",
    )
    two_years = ContractLine.objects.get(contract__account__name="Nordkyn Seafood")
    assert (two_years.recurring_amount, two_years.period_months, two_years.arr) == (
        Decimal("48000.00"), 24, Decimal("24000.00"),
    )  # fmt: skip


def test_a_product_that_only_deals_name_is_made_and_a_retired_one_stays_retired(harbour: Import) -> None:
    assert Product.objects.get(name="2-Year Yard Service").lines.count() == 1
    assert Product.objects.get(code="PI-06").is_retired
    assert not Product.objects.filter(code="PLANS").exists()


def test_movements_add_up_to_the_lines_and_no_reminder_is_due_for_history(harbour: Import) -> None:
    for account in Account.objects.all():
        total = sum(ArrMovement.objects.filter(account=account).values_list("amount", flat=True), Decimal(0))
        assert total == account.arr
    past = Renewal.objects.filter(is_history=True)
    assert set(past.values_list("contract__account__name", "stage")) == {
        ("Brightwater Foods", "renewed"), ("Vela Ferries", "unresolved"),
    }  # fmt: skip
    assert not Reminder.objects.filter(kind="renewal", subject_id__in=past.values("pk")).exists()


def test_mails_become_touchpoints_with_direction_answer_and_people(harbour: Import, ada: User) -> None:
    ours = Touchpoint.objects.get(subject="Delivery dates")
    theirs = Touchpoint.objects.get(subject="Re: Delivery dates")
    unanswered = Touchpoint.objects.get(subject="Season greetings")
    assert (ours.outcome, theirs.outcome, unanswered.outcome) == (
        Outcome.REPLIED, Outcome.REPLIED, Outcome.NO_ANSWER,
    )  # fmt: skip
    assert ours.text == "Hello Ana,\nthe dates are fine.\n- first\n- second"
    assert unanswered.text == "A note, with\ntwo lines"
    assert [person.name for person in unanswered.colleagues.all()] == ["Vic Stone"]
    assert [contact.name for contact in ours.contacts.all()] == ["Ana Ruiz"]
    assert (ours.mood, ours.logged_by) == (None, ada)
    assert (ours.is_qualifying, unanswered.is_qualifying) == (True, False)


def test_times_are_shifted_by_the_wall_clock_and_the_source_time_is_not(harbour: Import) -> None:
    mail = Touchpoint.objects.get(subject="Delivery dates")
    assert mail.source_time is not None
    assert mail.source_time.isoformat() == "2025-06-10T07:30:00+00:00"
    from zoneinfo import ZoneInfo

    local = mail.happened_at.astimezone(ZoneInfo("Europe/Stockholm"))
    assert (local.hour, local.minute) == (9, 30)
    assert (local.date() - timedelta(days=harbour.summary["shift"])).isoformat() == "2025-06-10"


def test_a_meeting_carries_minutes_and_moves_the_last_two_way_touchpoint(harbour: Import) -> None:
    meeting = Touchpoint.objects.get(subject="Yard visit")
    assert (meeting.channel, meeting.minutes, meeting.outcome) == (Channel.MEETING, 60, Outcome.CONNECTED)
    assert meeting.text == "Walked the yard.\n\nGood mood."
    assert Account.objects.get(name="Vela Ferries").last_two_way_at == meeting.happened_at


def test_every_record_has_its_source_id_and_its_line_in_the_story(harbour: Import) -> None:
    added = ImportRow.objects.filter(of=harbour, state="added")
    ids = ExternalId.objects.filter(source="harbour")
    assert ids.count() == added.count()
    assert TimelineEvent.objects.filter(kind="touchpoint_logged").count() == Touchpoint.objects.count()
    assert TimelineEvent.objects.filter(kind="account_added").count() == 5


def test_the_audit_names_the_admin_and_the_import(harbour: Import, ada: User) -> None:
    row = Account.objects.get(name="Vela Ferries").audit_rows.get(pgh_label="insert")
    assert (row.pgh_context["user"], row.pgh_context["via"]) == (ada.pk, "import")


def test_the_same_files_again_change_nothing(harbour: Import, ada: User) -> None:
    before = everything()
    again = applied(ada, pack())
    assert set(again.summary["result"]) == {"unchanged", "skipped", "unclear", "rejected"}
    assert again.summary["result"]["unchanged"] == harbour.summary["result"]["added"]
    assert everything() == before


def test_only_what_the_source_changed_is_taken_over(harbour: Import, ada: User) -> None:
    account = Account.objects.get(name="Brightwater Foods")
    Account.objects.filter(pk=account.pk).update(city="Malmö", version=2)
    again = applied(
        ada, pack(companies=('555-0101,Lund,Ana Ruiz,Coast,"$', '555-0777,Lund,Ana Ruiz,Coast,"$'))
    )
    assert decisions(again, "companies.csv")[2] == ("updated", "phone: 555-0101 → 555-0777")
    account.refresh_from_db()
    assert (account.phone, account.city) == ("555-0777", "Malmö")


def test_a_changed_contact_is_edited_and_a_moved_one_is_unclear(harbour: Import, ada: User) -> None:
    moved = pack(
        contacts=("bo.lind@brightwater.test,Brightwater Foods", "bo.lind@brightwater.test,Vela Ferries")
    )
    again = applied(ada, moved)
    assert (
        decisions(again, "contacts.csv")[3][1]
        == "This contact was at another account. Say there that they left."
    )
    retitled = applied(ada, pack(contacts=("Operations Director", "Chief Operations Officer")))
    assert decisions(retitled, "contacts.csv")[4][0] == "updated"
    assert Contact.objects.get(person__name="Per Holm").title == "Chief Operations Officer"


def test_a_row_the_database_refuses_never_loses_the_others(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retention.integrations.imports.writing import accounts as writing

    make = writing._account

    def refusing(batch: object, row: ImportRow) -> Account:
        account: Account = make(batch, row)  # type: ignore[arg-type]
        if account.name == "Nordkyn Seafood":
            account.currency = "not a code"
        return account

    monkeypatch.setattr(writing, "_account", refusing)
    of = applied(ada, pack("companies", "contacts"))
    found = decisions(of, "companies.csv")
    assert found[3] == ("rejected", "The database refused it.")
    assert [found[number][0] for number in (2, 4, 5, 6)] == ["added"] * 4
    contacts = decisions(of, "contacts.csv")
    assert contacts[4] == ("rejected", "Its account could not be taken over.")
    assert Contact.objects.count() == 4


def test_applying_needs_a_rate_for_every_currency(ada: User) -> None:
    from retention.integrations.imports.actions import RateNeeded

    with pytest.raises(RateNeeded, match="one USD is worth"):
        applied(ada, pack(), rates={})


def test_an_owner_can_be_mapped_to_one_of_ours(ada: User, lena: User) -> None:
    applied(ada, pack("companies"), owners={"Matilda Frey": f"user:{lena.pk}"})
    account = Account.objects.get(name="Orchid Textiles")
    assert account.owner == lena
    assert account.team is not None
    assert account.team.name == "North"


def test_fixed_choices_stand_in_for_what_the_files_do_not_say(ada: User) -> None:
    applied(
        ada, pack(), tier="B", notice_days=None, auto_renew=True, guess_roles=False, **{"currency": "EUR"}
    )
    assert set(Account.objects.values_list("tier", "currency")) == {("B", "EUR")}
    assert set(Contract.objects.values_list("notice_value", "auto_renew")) == {(None, True)}
    assert Contact.objects.get(person__name="Ana Ruiz").buying_role == BuyingRole.UNKNOWN
