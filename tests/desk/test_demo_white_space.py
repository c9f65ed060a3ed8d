"""White space of the demo company: believable cells, a play of whoever is well, nothing twice."""

import pytest

from accounts.models import Account, OrgUnit, Product
from plans.models import WhitespaceCell, WhitespacePlay
from plans.planning.room_words import CellState
from retention.desk.demo.white_space import make_white_space
from retention.team.models import User

from .book import Book


@pytest.mark.django_db
def test_the_demo_knows_some_cells_and_works_on_one(book: Book, lena: User) -> None:
    Account.objects.update(health_band="healthy")
    OrgUnit.objects.bulk_create([OrgUnit(account=book.account, name=name) for name in ("North", "South")])
    Product.objects.bulk_create([Product(code=name, name=name) for name in ("Billing", "Fleet", "Maps")])
    make_white_space({"Ada": lena}, at=book.now)

    states = set(WhitespaceCell.objects.values_list("state", flat=True))
    assert {CellState.PIPELINE, CellState.COMPETITOR} <= states and CellState.UNKNOWN not in states
    assert WhitespacePlay.objects.get().step.owner == lena
