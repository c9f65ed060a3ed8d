"""The check says of every row what would become of it, and writes nothing else."""

import pytest

from accounts.models import Account, ExternalId
from retention.integrations.models import ImportMapping, ImportRow, ImportState, RowState
from retention.team.models import User
from tests.factories import make_contact

from .running import CHOSEN, checked, decisions, everything, pack

NEW, SKIPPED, UNCLEAR, REJECTED = (
    state.value for state in (RowState.NEW, RowState.SKIPPED, RowState.UNCLEAR, RowState.REJECTED)
)


def states(ada: User, file: str, **choices: object) -> dict[int, tuple[str, str]]:
    return decisions(checked(ada, pack(), **(CHOSEN | choices)), file)


def test_a_check_writes_nothing_but_staged_rows(ada: User) -> None:
    before = everything()
    of = checked(ada, pack(), **CHOSEN)
    assert of.state == ImportState.CHECKED
    assert everything() == before
    assert ImportRow.objects.filter(of=of).count() == 50


def test_accounts_are_new_but_for_repeated_and_nameless_ones(ada: User) -> None:
    found = states(ada, "companies.csv")
    assert [found[number][0] for number in range(2, 7)] == [NEW] * 5
    assert found[7] == (SKIPPED, "Says the same as row 2 of companies.csv.")
    assert found[8] == (REJECTED, "Account Name: the name is missing.")


def test_contacts_without_a_known_account_are_unclear_and_broken_ones_rejected(ada: User) -> None:
    found = states(ada, "contacts.csv")
    assert [found[number][0] for number in range(2, 7)] == [NEW] * 5
    assert found[7] == (UNCLEAR, "No account is named “Unknown Harbour Co”.")
    assert found[8] == (UNCLEAR, "The row names no account.")
    assert "“otto” is not an e-mail address" in found[9][1]
    assert found[10] == (REJECTED, "The row has 10 cells, the header 9.")
    assert found[11][0] == SKIPPED


def test_deals_are_contracts_only_when_won_with_a_term(ada: User) -> None:
    found = states(ada, "deals.csv")
    assert [found[number][0] for number in range(2, 7)] == [NEW] * 5
    assert found[7][1].startswith("A won deal without a term")
    assert found[8] == (SKIPPED, "The deal is lost.")
    assert found[9] == (NEW, "")  # open: white space in play
    assert found[10] == (UNCLEAR, "No account is named “Ghost Lines”.")
    assert found[11][1].startswith("Actual Revenue: “about a hundred” is not an amount")
    assert found[12][1] == "Actual Close Date: “13/45/2025” is not a date."


def test_mails_and_meetings_count_only_when_they_took_place(ada: User) -> None:
    of = checked(ada, pack(), **CHOSEN)
    mails, meetings = decisions(of, "mails.csv"), decisions(of, "meetings.csv")
    assert [mails[number][0] for number in (2, 3, 4)] == [NEW] * 3
    assert mails[5][1] == "The mail was not delivered (draft)."
    assert mails[6][1] == "The mail was not delivered (canceled)."
    assert mails[7] == (UNCLEAR, "“Nobody Known” is not a contact of any account.")
    assert mails[8] == (SKIPPED, "Says the same as row 3 of mails.csv.")
    assert [meetings[number][0] for number in (2, 3, 4)] == [NEW, SKIPPED, SKIPPED]


def test_goals_campaigns_and_territories_are_recognised_and_not_used(ada: User) -> None:
    of = checked(ada, pack(), **CHOSEN)
    for file in ("targets.csv", "campaigns.csv", "regions.csv"):
        assert set(decisions(of, file).values()) == {(SKIPPED, "Recognised; Keel does not use these yet.")}


def test_owners_whom_nobody_knows_are_asked_for(ada: User) -> None:
    assert checked(ada, pack(), **CHOSEN).summary["owners"] == {"Matilda Frey": 2, "Vic Stone": 1}


def test_our_people_are_known_by_full_name_and_address(ada: User, lena: User) -> None:
    file = ("a.csv", f"Name,Owner\nVela,lena VOSS\nOrchid,{lena.email.upper()}\nPine,Lena Vos\n".encode())
    assert checked(ada, [file]).summary["owners"] == {"Lena Vos": 1}


def test_mojibake_is_flagged_even_where_nothing_reads_it(ada: User) -> None:
    of = checked(ada, pack(), **CHOSEN)
    row = ImportRow.objects.get(of=of, file__name="deals.csv", number=2)
    assert row.flags == "repaired: Proposed Solution"
    assert of.summary["flags"]["repaired"] == 1


def test_a_wrong_character_set_is_undone_in_what_is_kept(ada: User) -> None:
    file = ("a.csv", "Name\nCafÃ© MÃ¼ller\nLost \ufffd letters\n".encode())
    of = checked(ada, [file])
    names = list(of.rows.order_by("number").values_list("draft__name", "flags"))
    assert names == [("Café Müller", "repaired: Name"), ("Lost \ufffd letters", "damaged: Name")]


def test_a_stray_space_in_an_address_is_tidied_and_said(ada: User) -> None:
    row = ImportRow.objects.get(of=checked(ada, pack(), **CHOSEN), file__name="contacts.csv", number=6)
    assert row.draft is not None
    assert (row.draft["email"], row.flags) == ("siri.moe@vela.test", "tidied: Email")


def test_two_accounts_of_one_name_make_a_row_unclear(ada: User) -> None:
    Account.objects.bulk_create([Account(name="Vela Ferries"), Account(name="VELA FERRIES")])
    found = states(ada, "companies.csv")
    assert found[6] == (UNCLEAR, "Several accounts are named “Vela Ferries”.")


def test_an_account_that_keel_has_is_known_by_name(ada: User) -> None:
    Account.objects.create(name="Nordkyn seafood", phone="1", city="Tromsø", country="SE")
    found = states(ada, "companies.csv")
    assert found[3] == ("changed", "name: Nordkyn seafood → Nordkyn Seafood; phone: 1 → 555-0102")


def test_a_person_is_found_at_an_account_that_only_keel_has(ada: User, vela: Account) -> None:
    make_contact(vela, "Nadia Rossi", email="nadia@vela.test")
    mails = pack("mails", mails=("Nobody Known,Some Deal", f"nadia@vela.test,{vela.name}"))
    assert decisions(checked(ada, mails, **CHOSEN), "mails.csv")[7][0] == NEW


def test_a_name_known_at_two_accounts_is_unclear_unless_the_row_says_which(
    ada: User, vela: Account, orchard: Account
) -> None:
    for account in (vela, orchard):
        make_contact(account, "Kim Lee")
    text = "Subject,From,To,Regarding,Status Reason,Direction,Date Sent,Owner\n"
    text += "One,Ada Lovell,Kim Lee,Some deal,Sent,Outgoing,1/2/2025 10:00,\n"
    text += f"Two,Ada Lovell,Kim Lee,{vela.name},Sent,Outgoing,1/2/2025 11:00,\n"
    found = decisions(checked(ada, [("m.csv", text.encode())]), "m.csv")
    assert found[2][1] == "“Kim Lee” is known at several accounts, and the row does not say which."
    assert found[3][0] == NEW


def test_what_lies_in_the_future_is_refused(ada: User) -> None:
    deals = pack("companies", "deals", deals=("6/28/2025", "6/28/2099"))
    found = decisions(checked(ada, deals, rates={"USD": "1"}), "deals.csv")
    assert found[6] == (REJECTED, "Actual Close Date: 28 Jun 2099 lies in the future.")


def test_a_date_in_the_future_is_not_taken_for_the_last_day(ada: User) -> None:
    of = checked(ada, pack("companies", "deals", deals=("6/28/2025", "6/28/2099")))
    assert str(of.last_day) == "2025-06-30"


def test_choices_are_offered_again_for_files_of_the_same_shape(ada: User) -> None:
    checked(ada, pack(), **CHOSEN, notice_days=30)
    assert ImportMapping.objects.count() == 1
    again = checked(ada, pack())
    assert again.choices["notice_days"] == 30
    assert again.choices["rates"] == {"USD": "0.9"}


def test_files_that_cannot_be_read_say_why_and_leave_the_others_alone(ada: User) -> None:
    files = [*pack("companies"), ("book.xlsx", b"PK\x03\x04rest"), ("odd.csv", b"a,b\n1,2\n")]
    of = checked(ada, files)
    problems = {file.name: file.problem for file in of.files.all()}
    assert "Excel workbook" in problems["book.xlsx"]
    assert problems["odd.csv"] == "The columns are not known to Keel: a, b"
    assert problems["companies.csv"] == ""
    assert of.rows.count() == 8
    assert decisions(of, "odd.csv") == {2: ("skipped", "Nobody has said what this file holds.")}


@pytest.mark.parametrize("word", ["=1+1", "😀 Emoji GmbH", "شركة", "x" * 200])
def test_any_name_that_can_be_kept_is_kept(ada: User, word: str) -> None:
    of = checked(ada, [("a.csv", f"Name\n{word}\n".encode())])
    row = of.rows.get()
    assert row.draft is not None
    assert (row.state, row.draft["name"]) == (NEW, word)


@pytest.mark.parametrize(("cell", "reason"), [("a\x00b", "NUL"), ("x" * 201, "200"), ("a\x07b", "U+0007")])
def test_a_name_that_cannot_be_kept_says_why(ada: User, cell: str, reason: str) -> None:
    of = checked(ada, [("a.csv", f"Name,City\n{cell},Lund\nVela,Lund\n".encode())])
    found = decisions(of, "a.csv")
    assert (found[2][0], found[3][0]) == (REJECTED, NEW)
    assert reason in found[2][1]


def test_ids_of_the_source_hold_contacts_to_accounts(ada: User) -> None:
    accounts = ("a.csv", b"Id,Name\n001A,Vela\n001B,Vela\n")
    contacts = (
        "c.csv",
        b"Id,AccountId,LastName,FirstName,Email\n9,001B,Rossi,Nadia,n@x.test\n8,001C,Kim,Zoe,z@x.test\n",
    )
    found = decisions(checked(ada, [accounts, contacts]), "c.csv")
    assert found[2][0] == NEW
    assert found[3] == (UNCLEAR, "No account has the id “001C”.")
    assert not ExternalId.objects.exists()


def test_a_second_economic_buyer_is_refused_and_one_address_is_not_at_two_accounts(
    ada: User, vela: Account, orchard: Account
) -> None:
    make_contact(vela, "Yusuf Novak", buying_role="economic_buyer")
    make_contact(orchard, "Guessed Only", buying_role="economic_buyer", role_is_guessed=True)
    lines = [
        "Name,Email,Company,Buying role",
        f"Rita Loop,rita@vela.test,{vela.name},Economic buyer",
        f"Yusuf  Novak,,{vela.name},Economic buyer",
        f"Ana Ruiz,ana@orchard.test,{orchard.name},economic_buyer",
        f"Otto Second,otto@orchard.test,{orchard.name},economic_buyer",
        f"Ana Ruiz,ana@orchard.test,{vela.name},legal",
        f"Ana Ruiz,ana@orchard.test,{orchard.name},legal",
    ]
    before = everything()
    found = decisions(checked(ada, [("buyers.csv", "\n".join(lines).encode())], **CHOSEN), "buyers.csv")
    words = "is the economic buyer there already; one person has the final word. Give this row another role."
    assert found[2] == (REJECTED, f"Yusuf Novak {words}")
    assert found[3][0] not in (REJECTED, UNCLEAR), "who holds the role may be said again"
    assert found[4] == (NEW, ""), "a guess holds no role"
    assert found[5] == (REJECTED, f"Ana Ruiz {words}")
    assert found[6] == (
        UNCLEAR, "The same e-mail address or id as row 4 of buyers.csv, but at another account.",
    )  # fmt: skip
    assert found[7] == (SKIPPED, "Says the same as row 4 of buyers.csv.")
    assert everything() == before
