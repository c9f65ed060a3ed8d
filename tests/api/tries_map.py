"""What a script can send about decisions with a map, and rows of the map under ids of another system."""

from .tries import House, Try

OF_MAPS = (
    "map decision", "map decision taken", "role put", "rating put", "tie put", "reports to put",
    "listens put", "gap check-in", "gap check-in taken back",
)  # fmt: skip


def tries_of_maps(house: House) -> dict[str, Try]:
    """A decision at Vela, and one row of each kind about its first contact."""
    deal = {"account_id": house.vela.pk, "title": "Second hotel"}
    scope = house.running.post("map-scopes/", deal).json()["id"]
    other = house.running.post("contacts/", {**house.person, "name": "Kim Berg"}).json()["id"]
    whom = {"contact_id": house.contact, "on": house.today}
    known = "by-external-id/crm/7/"
    house.running.post("map-roles/", {"contact_id": other, "role": "champion"})
    gap = {"account_id": house.vela.pk, "contact_id": other, "flag": "champion_unvalidated"}
    planned = house.running.post("gap-check-ins/", {**gap, "due_on": house.today}).json()["id"]
    return {
        "map decision": ("POST", "map-scopes/", deal),
        "map decision taken": ("POST", f"map-scopes/{scope}/close/", {}),
        "role put": ("PUT", f"map-roles/{known}", {**whom, "role": "legal", "scope_id": scope}),
        "rating put": ("PUT", f"map-ratings/{known}", {**whom, "influence": 2, "scope_id": scope}),
        "tie put": ("PUT", f"map-ties/{known}", {**whom, "user_id": house.vela.owner_id, "level": 2}),
        "reports to put": ("PUT", f"map-lines/{known}", {**whom, "manager_id": other}),
        "gap check-in": ("POST", "gap-check-ins/", {**gap, "due_on": house.later}),
        "gap check-in taken back": ("POST", f"gap-check-ins/{planned}/take-back/", {}),
        "listens put": ("PUT", f"map-influences/{known}", {**whom, "on_contact_id": other, "weight": 1}),
    }
