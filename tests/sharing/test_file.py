"""The shared plan as a file, from plain values alone."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pypdf import PdfReader

from retention.desk.sharing.file import plan_file
from retention.sharing.shown import (
    OURS,
    THEIRS,
    SharedGoal,
    SharedMeasure,
    SharedPerson,
    SharedPlan,
    SharedStep,
    SharedTarget,
    SharedText,
    SharedValue,
)

DAY = date(2026, 11, 22)
EMPTY = SharedPlan(
    company="Harbour", account="Tidewater Ports", title="Plan 2026", begins_on=date(2026, 8, 1),
    ends_on=date(2027, 7, 31), as_of=DAY, since=date(2026, 8, 1), version=1, sentence="Nothing yet.",
    reader="", may_confirm=False, is_accepted=False, texts=(), goals=(), targets=(), values=(), steps=(),
    people=(), reviews=(), words=(),
)  # fmt: skip
WHOLE = replace(
    EMPTY,
    texts=(SharedText("Your strategy", "Grow #without *a* $second$ depot", "Owen", DAY),),
    goals=(
        SharedGoal("See what they had", "", "Board paper", DAY, "Lena Voss", OURS, "Open", None,
                   (SharedMeasure("Targets", "", Decimal(0), Decimal(3), None, None),)),
    ),
    targets=(
        SharedTarget("1", "Errors", "%", Decimal("4.8"), DAY, Decimal(2), DAY, Decimal(4), DAY, "Behind",
                     "Owen Dahl", DAY, "", None, False, False),
    ),
    values=(SharedValue("1", "Fewer credits", DAY, None, "", "", "Confirmed", "Owen Dahl", True, False),),
    steps=(SharedStep("1", "Send the hours", THEIRS, "Owen Dahl", None, "To do", True, False, ""),),
    people=(SharedPerson("Owen Dahl", "", THEIRS),),
    reviews=(("Business review", DAY),),
)  # fmt: skip


def words(plan: SharedPlan) -> str:
    return " ".join(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(plan_file(plan))).pages).split()
    )


def test_the_file_says_what_the_page_says_and_no_text_becomes_markup() -> None:
    shown = words(WHOLE)
    for said in ("Tidewater Ports and Harbour", "Plan 2026", "Grow #without *a* $second$ depot",
                 "Not measured yet", "From 4.8 to 2 % by 22 November", "agreed by Owen Dahl",
                 "not known", "Yours: Owen Dahl", "Business review", "As of 22 November 2026"):  # fmt: skip
        assert said in shown, said


def test_a_plan_of_which_nothing_is_shown_is_a_file_as_well() -> None:
    shown = words(EMPTY)
    assert "Nothing yet." in shown and "Steps" not in shown
