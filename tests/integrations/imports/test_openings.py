"""Open deals of a file become white space in play, once, and go again when the import is taken back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account, ExternalId, Product, TimelineEvent
from contacts.actions.steps import move_step
from contacts.models import NextStep
from plans.actions.room_plays import edit_room_play
from plans.actions.whitespace import set_cell
from plans.models import WhitespaceCell, WhitespacePlay
from retention.integrations.imports.forms import ChoicesForm
from retention.integrations.models import Import
from retention.lib.clock import database_now
from retention.team.models import User

from .running import applied, checked, decisions, everything, today, undone

HEAD = (
    "Topic,Potential Customer,Status,Owner,Est. revenue,Est. close date,Actual Revenue,Actual Close Date,"
    "Created On,Next Step"
)
SOON = 20


def day(ahead: int) -> str:
    return (today() + timedelta(days=ahead)).isoformat()


def deal(
    product: str, *, owner: str = "Lena Berg", worth: str = "5000", ahead: int = SOON, **more: str
) -> str:
    topic = more.get("topic", f"Vela Hotels | {product}")
    account, step, status = (
        more.get("account", "Vela Hotels"),
        more.get("step", ""),
        more.get("status", "Open"),
    )
    return f"{topic},{account},{status},{owner},{worth},{day(ahead)},,,{more.get('created', day(-30))},{step}"


def won(product: str, ago: int) -> str:
    return f"Vela Hotels | {product},Vela Hotels,Won,Lena Berg,,,12000,{day(-ago)},{day(-ago - 9)},"


def file(*lines: str) -> list[tuple[str, bytes]]:
    return [("deals.csv", "\n".join([HEAD, *lines]).encode())]


def brought(by: User, *lines: str) -> Import:
    return applied(by, file(*lines), shift=False)


def said(of: Import) -> list[tuple[str, str]]:
    return list(decisions(of, "deals.csv").values())


def plays() -> list[tuple[Any, ...]]:
    columns = (
        "cell__product__name",
        "cell__state",
        "cell__potential",
        "owner__name",
        "step__text",
        "step__due_on",
    )
    return list(WhitespacePlay.objects.order_by("cell__product__name").values_list(*columns))


@pytest.fixture
def two(ada: User, lena: User, nico: User, vela: Account) -> Import:
    """One deal with everything, one that is late, of somebody unknown, with nothing said of its worth."""
    first = deal("Door locks", owner=lena.name, step="Show the new lock")
    return brought(ada, first, deal("Night desk", owner="Zoe Gone", worth="0", ahead=-40))


def test_an_open_deal_is_in_play_with_its_owner_its_worth_and_its_next_step(
    two: Import, lena: User, vela: Account
) -> None:
    soon = today() + timedelta(days=SOON)
    assert plays() == [
        ("Door locks", "pipeline", Decimal(5000), lena.name, "Show the new lock", soon),
        ("Night desk", "pipeline", None, lena.name, "Follow up: Vela Hotels | Night desk", today()),
    ]
    cell = WhitespaceCell.objects.get(product__name="Door locks")
    assert (cell.currency, cell.potential_note) == ("EUR", "From the opportunity that came by import.")
    assert [state for state, _ in said(two)] == ["added", "added"]


def test_a_customer_nobody_knows_well_is_no_obstacle_and_it_is_written_down(two: Import, ada: User) -> None:
    allowed = set(WhitespacePlay.objects.values_list("allowed_by", "allowed_reason", "came_from"))
    assert allowed == {(ada.pk, "It was open when it was imported.", "open")}


def test_the_check_tells_of_owners_nobody_knows_and_writes_nothing(
    ada: User, lena: User, vela: Account
) -> None:
    of = checked(ada, file(deal("Door locks", owner="Zoe Gone")), shift=False)
    assert said(of) == [("new", "")]
    assert of.summary["owners"] == {"Zoe Gone": 1}
    assert not WhitespaceCell.objects.exists()


def test_the_same_file_again_writes_nothing(two: Import, ada: User, lena: User) -> None:
    before = everything()
    lines = (deal("Door locks", owner=lena.name, step="Show the new lock"),
             deal("Night desk", owner="Zoe Gone", worth="0", ahead=-40))  # fmt: skip
    again = brought(ada, *lines)
    assert [state for state, _ in said(again)] == ["unchanged", "unchanged"]
    assert everything() == before


def test_several_deals_on_one_product_are_one_play_with_the_worth_of_all(ada: User, vela: Account) -> None:
    later, first = deal("Door locks", ahead=50), deal("Door locks", worth="1500.50", ahead=9, created=day(-3))
    of = brought(ada, later, first)
    assert [state for state, _ in said(of)] == ["skipped", "added"]
    assert "one play for each" in said(of)[0][1]
    cell = WhitespaceCell.objects.get()
    assert (cell.potential, cell.potential_note) == (
        Decimal("6500.50"), "From 2 opportunities that came by import.",
    )  # fmt: skip
    assert NextStep.objects.get().due_on == today() + timedelta(days=9)


def test_without_a_product_or_with_one_under_contract_it_is_told_and_not_placed(
    ada: User, vela: Account
) -> None:
    bare = deal("", topic="Something bigger")
    of = brought(
        ada, won("1-Year Linen", 30), deal("1-Year Linen"), bare, deal("Locks", account="Nobody Ltd")
    )
    assert [state for state, _ in said(of)] == ["added", "skipped", "skipped", "unclear"]
    assert "under contract" in said(of)[1][1]
    assert "says no product" in said(of)[2][1]
    assert not WhitespaceCell.objects.exists()


def test_what_people_said_of_a_cell_stands(ada: User, vela: Account) -> None:
    for name, state in (("Spa", "not_applicable"), ("Bar", "competitor")):
        product = Product.objects.create(code=name, name=name)
        named = {"competitor": "Rival"} if state == "competitor" else {}
        changes = {"state": state, "potential_said": "70", "potential_note": "They said so", **named}
        set_cell(account=vela, product=product, by=ada, at=database_now(), changes=changes)
    of = brought(ada, deal("Spa"), deal("Bar"))
    assert [state for state, _ in said(of)] == ["skipped", "added"]
    cell = WhitespaceCell.objects.get(product__name="Bar")
    assert (cell.state, cell.potential, cell.competitor) == ("pipeline", 70, "Rival")
    undone(ada, of)
    cell.refresh_from_db()
    assert (cell.state, cell.potential) == ("competitor", 70)


def test_taken_back_nothing_of_it_is_left(ada: User, vela: Account) -> None:
    tables = (WhitespaceCell, WhitespacePlay, NextStep, ExternalId, Product)
    events = set(TimelineEvent.objects.values_list("kind", flat=True))
    undone(ada, brought(ada, deal("Door locks"), deal("Night desk")))
    assert [model.objects.count() for model in tables] == [0] * len(tables)
    assert set(TimelineEvent.objects.values_list("kind", flat=True)) == events
    vela.refresh_from_db()
    assert vela.next_step_on is None


def test_taken_back_what_somebody_works_on_stays(two: Import, ada: User, lena: User) -> None:
    step = NextStep.objects.get(text="Show the new lock")
    move_step(step=step, due_on=today() + timedelta(days=30), by=lena, at=database_now())
    undone(ada, two)
    assert [row[0] for row in plays()] == ["Door locks"]
    assert [state for state, _ in said(two)] == ["kept", "removed"]
    assert set(Product.objects.values_list("name", flat=True)) == {"Door locks"}


STAGED = HEAD + ",Sales Stage"


def staged(*lines: tuple[str, str]) -> list[tuple[str, bytes]]:
    text = "\n".join([STAGED, *(f"{line},{stage}" for line, stage in lines)])
    return [("deals.csv", text.encode())]


def test_what_the_source_changes_the_play_follows_and_the_same_file_again_changes_nothing(
    ada: User, vela: Account
) -> None:
    first = applied(ada, staged((deal("Door locks"), "1-Qualify")), shift=False)
    assert first.summary["stages"] == {"1-Qualify": 1}
    later = staged((deal("Door locks", worth="8000", ahead=60), "4-Close"))
    again = applied(ada, later, shift=False)

    assert said(again) == [("updated", again.rows.get().reason)]
    assert "potential" in again.rows.get().reason and "stage" in again.rows.get().reason
    play = WhitespacePlay.objects.select_related("cell", "step").get()
    soon = today() + timedelta(days=60)
    assert (play.stage, play.target_on, play.step.due_on, play.cell.potential) == (
        "offered",
        soon,
        soon,
        8000,
    )
    before = everything()
    assert [state for state, _ in said(applied(ada, later, shift=False))] == ["unchanged"]
    assert everything() == before

    undone(ada, again)
    play = WhitespacePlay.objects.select_related("cell", "step").get()
    assert (play.stage, play.target_on, play.cell.potential) == ("planned", today() + timedelta(SOON), 5000)
    assert play.step.due_on == play.target_on
    undone(ada, first)
    assert not WhitespacePlay.objects.exists() and not WhitespaceCell.objects.exists()


def test_stages_are_as_chosen_before_they_are_as_they_sound(ada: User, vela: Account) -> None:
    of = applied(ada, staged((deal("Door locks"), "Closing")), shift=False, stages={"Closing": "talking"})
    assert of.summary["stages"] == {"Closing": 1}
    assert WhitespacePlay.objects.get().stage == "talking"


def test_a_play_that_people_changed_keeps_what_they_said(ada: User, lena: User, vela: Account) -> None:
    brought(ada, deal("Door locks"))
    cell, day = WhitespaceCell.objects.get(), today() + timedelta(days=90)
    said_so = {"potential_said": Decimal(70), "potential_note": "They said so"}
    set_cell(account=vela, product=cell.product, changes=said_so, by=lena, at=database_now())
    edit_room_play(play=WhitespacePlay.objects.get(), changes={"target_on": day}, by=lena, at=database_now())
    again = brought(ada, deal("Door locks", worth="9000"))
    assert [state for state, _ in said(again)] == ["unchanged"]
    play = WhitespacePlay.objects.get()
    assert (play.target_on, WhitespaceCell.objects.get().potential) == (day, 70)


@pytest.mark.parametrize("status", ["Lost", "Won"])
def test_a_deal_that_is_over_ends_its_play_and_taken_back_it_runs_again(
    status: str, ada: User, vela: Account
) -> None:
    brought(ada, deal("Door locks"))
    again = brought(ada, deal("Door locks", status=status), deal("Night desk", status=status))
    assert [state for state, _ in said(again)] == ["updated", "skipped"]
    play = WhitespacePlay.objects.select_related("cell", "step").get()
    state = "open" if status == "Lost" else "owned"
    assert (play.stage, play.ended_on, play.cell.state) == (status.lower(), today(), state)
    assert [state for state, _ in said(brought(ada, deal("Door locks", status=status)))] == ["skipped"]

    undone(ada, again)
    play = WhitespacePlay.objects.select_related("cell", "step").get()
    assert (play.stage, play.ended_on, play.cell.state, play.step.state) == (
        "planned",
        None,
        "pipeline",
        "open",
    )


def test_a_deal_won_for_a_term_becomes_a_contract_and_wins_its_play(ada: User, vela: Account) -> None:
    brought(ada, deal("1-Year Linen", created=day(-9)))
    bought = f"Vela Hotels | 1-Year Linen,Vela Hotels,Won,Lena Berg,,,12000,{day(-1)},{day(-9)},"
    again = brought(ada, bought)
    assert [state for state, _ in said(again)] == ["added"]
    assert set(WhitespacePlay.objects.values_list("stage", "cell__state")) == {("won", "owned")}
    undone(ada, again)
    assert set(WhitespacePlay.objects.values_list("stage", "cell__state")) == {("planned", "pipeline")}
    assert not vela.contracts.exists()


def test_after_a_lost_deal_another_on_the_same_product_is_a_new_play(ada: User, vela: Account) -> None:
    brought(ada, deal("Door locks"))
    brought(ada, deal("Door locks", status="Lost"), deal("Door locks", worth="700", created=day(-1)))
    assert list(WhitespacePlay.objects.order_by("id").values_list("stage", flat=True)) == ["lost", "planned"]


def test_another_deal_on_a_product_in_play_adds_its_worth(ada: User, vela: Account) -> None:
    brought(ada, deal("Door locks"))
    brought(ada, deal("Door locks"), deal("Door locks", worth="900", created=day(-2)))
    cell = WhitespaceCell.objects.get()
    assert (cell.potential, cell.potential_note) == (5900, "From 2 opportunities that came by import.")


def test_the_check_asks_how_far_each_sales_stage_is(ada: User, vela: Account) -> None:
    of = checked(
        ada, staged((deal("Door locks"), "1-Qualify"), (deal("Night desk"), "2-Propose")), shift=False
    )
    shown = ChoicesForm(of)
    assert [(box.label, box.initial) for box in shown.stage_fields] == [
        ("1-Qualify (1 open deal)", "planned"), ("2-Propose (1 open deal)", "offered"),
    ]  # fmt: skip
    typed = {
        "tier": "arr",
        "time_zone": "UTC",
        "owner_0": "nobody",
        "stage_0": "talking",
        "stage_1": "offered",
    }
    form = ChoicesForm(of, typed)
    assert form.is_valid(), form.errors
    assert form.changes()["stages"] == {"1-Qualify": "talking", "2-Propose": "offered"}
    assert not ChoicesForm(of, typed | {"stage_0": "won"}).is_valid()
