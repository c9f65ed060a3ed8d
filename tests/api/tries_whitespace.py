"""What a script can send about white space."""

from accounts.models import Account, Product

from .tries import House, Try

OF_ROOM = (
    "cell", "cell looked at", "room play", "room play changed", "room step", "room opportunity",
    "room play ended", "spend", "spend taken back",
)  # fmt: skip


def tries_of_room(house: House) -> dict[str, Try]:
    """A cell is open, somebody sets out to win it, and somebody does."""
    post, account = house.running.post, house.vela.pk
    Account.objects.filter(pk=account).update(health_band="healthy")
    known = Product.objects.count()
    codes = [f"room-{known + number}" for number in range(3)]
    products = [Product.objects.create(code=code, name=code).pk for code in codes]
    ids = [
        post("whitespace-cells/", {"account_id": account, "product_id": pk, "state": "open"}).json()["id"]
        for pk in products[:2]
    ]
    whole = {
        "account_id": account, "product_id": products[2], "state": "competitor", "units": "12",
        "unit_price": "99.50", "currency": "EUR", "potential_said": "900.00", "potential_note": "Theirs",
        "fit": "0.50", "access": "0.50", "looked_on": house.today, "need": "Bills by hand",
        "sponsor_id": house.contact, "budget": "In spring", "timing": "May", "approach": "Show it",
        "competitor": "Orca", "competitor_product": "Orca One", "competitor_ends_on": "2027-03-01",
        "competitor_strength": "weak",
    }  # fmt: skip
    said = {"owner_id": house.vela.owner_id, "reason": "They asked", "target_on": "2027-03-01"}
    first = {"step": "Show it", "step_on": house.later}
    play = post("whitespace-plays/", {"cell_id": ids[0], **said, **first}).json()["id"]
    path = f"whitespace-plays/{play}/"
    spend = {
        "account_id": account, "family": "", "covers": "Getting goods out", "amount": "90000.00",
        "currency": "EUR", "source": "tender", "confidence": "high", "said_on": house.today, "note": "Ana",
    }  # fmt: skip
    estimate = post("spend-estimates/", spend).json()["id"]
    return {
        "cell": ("POST", "whitespace-cells/", whole),
        "spend": ("POST", "spend-estimates/", spend),
        "spend taken back": ("POST", f"spend-estimates/{estimate}/withdraw/", {}),
        "cell looked at": ("POST", f"whitespace-cells/{ids[1]}/look/", {}),
        "room play": ("POST", "whitespace-plays/", {"cell_id": ids[1], **said, **first}),
        "room play changed": ("PATCH", path, {"version": 1, **said, "stage": "talking"}),
        "room step": ("POST", f"{path}step/", first),
        "room opportunity": ("POST", f"{path}opportunity/", {}),
        "room play ended": ("POST", f"{path}end/", {"stage": "lost", "note": "Too dear"}),
    }
