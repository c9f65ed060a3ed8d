"""Days, figures and amounts for people elsewhere."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from retention.lib.written import day_words, figures, whole_money, written_in

DAY = date(2026, 9, 3)


@pytest.mark.parametrize(
    ("region", "day", "figure", "amount"),
    [
        ("GB", "3 Sep 2026", "1,234.5", "€18,400"),
        ("US", "Sep 3, 2026", "1,234.5", "€18,400"),
        ("DE", "3 Sep 2026", "1.234,5", "18.400 €"),
        ("XX", "3 Sep 2026", "1,234.5", "€18,400"),
    ],
)
def test_a_country_reads_days_figures_and_amounts_as_it_writes_them(
    region: str, day: str, figure: str, amount: str
) -> None:
    with override("de"), written_in(region):
        assert day_words(DAY) == day
        assert figures("1,234.5") == figure
        assert whole_money(Decimal(18400), "EUR").replace("\N{NO-BREAK SPACE}", " ") == amount


def test_without_a_country_it_is_written_as_in_britain() -> None:
    with override("de"):
        assert day_words(DAY, full=True) == "3 September 2026"
        assert figures("1,234.5") == "1,234.5"
