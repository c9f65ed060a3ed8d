"""What a script can send about usage by month, accounts entered twice, and mergers taken back."""

from accounts.models import AccountMerger
from contacts.models import AlikeAccounts

from .tries import House, Try

OF_BOOKS = ("usage", "accounts merged", "accounts kept apart", "merger taken back")


def tries_of_books(house: House) -> dict[str, Try]:
    """A line by usage is billed; two accounts are one, or two; and come apart again."""
    line = {"contract_id": house.contract, "recurring_amount": "0.00", "price_model": "usage"}
    number = house.running.post("contract-lines/", {**line, "description": "Calls"}).json()["id"]
    billed = {"line_id": number, "month": house.today, "amount": "900.00", "correction": "Told late"}
    ids = [house.running.post("accounts/", {"name": name}).json()["id"] for name in ("Bay", "Bay AG", "Cove")]
    pair = AlikeAccounts.objects.get(first=ids[0], second=ids[1])
    merged = {"merged_id": ids[2], "survivor_id": house.vela.pk, "on": house.today}
    assert house.running.post("account-mergers/", merged).status_code == 201
    merger = AccountMerger.objects.get(merged=ids[2])
    one = {"kept": "first", "on": house.today, "name": "second", "note": "Twice", "correction": "Told late"}
    return {
        "usage": ("POST", "usage/", billed),
        "accounts merged": ("POST", f"account-duplicates/{pair.pk}/merge/", one),
        "accounts kept apart": ("POST", f"account-duplicates/{pair.pk}/apart/", {}),
        "merger taken back": ("POST", f"account-mergers/{merger.pk}/undo/", {"correction": "Two after all"}),
    }
