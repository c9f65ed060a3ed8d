"""What a script can send about asks and consents."""

from accounts.models import Account

from .tries import House, Try


def tries_of_advocacy(house: House) -> dict[str, Try]:
    """While Vela is healthy: one person asked, one who agreed, and a consent."""
    running, vela = house.running, house.vela
    people = [
        running.post("contacts/", {"account_id": vela.pk, "name": f"Pia {name}"}).json()["id"]
        for name in ("Ash", "Bell", "Cole")
    ]
    Account.objects.filter(pk=vela.pk).update(health_band="healthy")
    fan = people[2]
    asked, agreed = (
        running.post("advocacy/", {"contact_id": person, "kind": "review"}).json()["id"]
        for person in people[:2]
    )
    running.post(f"advocacy/{agreed}/answer/", {"outcome": "agreed", "version": 1})
    stands = {"contact_id": people[0], "kind": "review", "scope": "Logo"}
    stood = running.post("advocacy-consents/", stands).json()["id"]
    said = {"version": 1, "outcome": "agreed", "said": "Gladly", "on": house.today}
    came = {"version": 2, "on": house.today, "result": "They signed", "worth": "900.00", "currency": "EUR"}
    consent = {"contact_id": fan, "kind": "speaking", "scope": "Our day", "given_by_id": fan}
    consent |= {"given_on": house.today, "expires_on": house.later}
    wanted = {"contact_id": fan, "kind": "case_study", "prospect": "Harbour Inn"}
    return {
        "advocacy asked": ("POST", "advocacy/", wanted),
        "advocacy answered": ("POST", f"advocacy/{asked}/answer/", said),
        "advocacy given": ("POST", f"advocacy/{agreed}/given/", came),
        "consent": ("POST", "advocacy-consents/", consent),
        "consent taken back": ("POST", f"advocacy-consents/{stood}/withdraw/", {}),
    }
