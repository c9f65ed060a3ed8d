"""The form of a cell, its fields under headings; what few need is folded."""

from typing import Any

from plans.forms.whitespace import CellForm

from .form_parts import InParts, Part


class ShownCellForm(CellForm, InParts):
    """What is known of one product in one unit."""

    PARTS = (
        Part("", ("state",)),
        Part("", ("units", "unit_price", "currency"), is_row=True),
        Part("", ("fit", "access"), is_row=True),
        Part("Another amount than units × price", ("potential_said", "potential_note"), is_folded=True),
        Part("Competitor", ("competitor", "competitor_product", "competitor_ends_on", "competitor_strength"),
             is_folded=True),
        Part("Are they ready to buy?", ("need", "sponsor", "budget", "timing", "approach"), is_folded=True),
    )  # fmt: skip

    def __init__(self, *args: Any, competitors: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["competitor"].widget.attrs["list"] = "competitors"
        self.suggestions = {"competitors": competitors}
        """What may be typed, by the id of the list that a field names."""
