"""What a script can send about people entered twice, and about what is held of a person."""

from typing import Any

from contacts.models import Contact
from tests.security.twins import make_twins

from .tries import House, Try


def tries_of_privacy(house: House) -> dict[str, Try]:
    """A pair and a merger at Vela; the person whose data goes is the one of the first contact."""
    contact = Contact.objects.get(pk=house.contact)
    owner = house.vela.owner
    assert owner is not None
    made: dict[str, Any] = make_twins(contact, owner, lambda name: f"Ana {name}")
    pair, merger, held = (
        f"duplicates/{made['pair'].pk}/",
        made["people_merger"].pk,
        f"personal-data/{contact.pk}/",
    )
    chosen = {"kept": "first", "name": "Ana twin", "email": "Ana twin-mail"}
    return {
        "people merged": ("POST", f"{pair}merge/", chosen),
        "people kept apart": ("POST", f"{pair}apart/", {}),
        "people taken apart": ("POST", f"people-mergers/{merger}/undo/", {}),
        "data handed out": ("POST", f"{held}copy/", {}),
        "data erased": ("POST", f"{held}erase/", {"reason": "asked", "clear_shared": False}),
    }
