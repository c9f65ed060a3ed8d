"""The catalogue: what we sell. Admins keep it; everybody reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.team.models import User
from retention.team.visibility import runs_the_workspace

from ..models import Product


class CodeTaken(DomainError):
    """Another product has this code."""


PRODUCT_CHECKS: Mapping[str, accepts.Check] = {
    "code": accepts.text("The code", 80, required=True),
    "name": accepts.text("The name", 200, required=True),
    "family": accepts.text("The family", 120),
    "is_retired": accepts.flag,
}


@transaction.atomic
def add_product(*, code: str, name: str, by: User, at: datetime, family: str = "") -> Product:
    """Add a product to the catalogue. Raises PermissionDenied, InputRefused, TextRefused, CodeTaken."""
    _must_keep_the_catalogue(by)
    kept = accepts.accepted({"code": code, "name": name, "family": family}, PRODUCT_CHECKS)
    _refuse_taken(kept["code"], None)
    return Product.objects.create(**kept)


@transaction.atomic
def edit_product(
    *, product: Product, changes: Mapping[str, Any], by: User, at: datetime, expected_version: int | None
) -> Product:
    """Change or retire a product; lines keep it. Raises like add_product, StaleVersion."""
    _must_keep_the_catalogue(by)
    kept = accepts.accepted(changes, PRODUCT_CHECKS)
    if "code" in kept:
        _refuse_taken(kept["code"], product.pk)
    return save_edit(product, kept, expected_version=expected_version)


def _must_keep_the_catalogue(by: User) -> None:
    if not runs_the_workspace(by):
        raise PermissionDenied


def _refuse_taken(code: str, own_id: int | None) -> None:
    if Product.objects.filter(code=code).exclude(pk=own_id or 0).exists():
        raise CodeTaken(f"There is a product with the code {code} already.", field="code")
