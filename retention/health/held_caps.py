"""The caps on accounts' scores as of the last closed days, for whoever asks about many accounts."""

from collections.abc import Collection

from .models import HealthSnapshot
from .published import cards_of


def caps_now(account_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The texts of the caps in each account's newest snapshot."""
    rows = HealthSnapshot.objects.filter(account_id__in=account_ids).order_by("account_id", "-on")
    newest = list(rows.distinct("account_id").values_list("account_id", "card_version", "caps"))
    cards = cards_of({version for _, version, caps in newest if caps})
    return {
        account_id: tuple(cards[version].card.cap(cap["code"]).text for cap in caps)
        for account_id, version, caps in newest
        if caps
    }
