"""What a script can send about usage by month."""

from .tries import House, Try

OF_BOOKS = ("usage",)


def tries_of_books(house: House) -> dict[str, Try]:
    """A line by usage is billed for a month."""
    line = {"contract_id": house.contract, "recurring_amount": "0.00", "price_model": "usage"}
    number = house.running.post("contract-lines/", {**line, "description": "Calls"}).json()["id"]
    billed = {"line_id": number, "month": house.today, "amount": "900.00", "correction": "Told late"}
    return {"usage": ("POST", "usage/", billed)}
