"""What a script can send about promises, what is known, and what customers say."""

from typing import Any

from accounts.models import Account

from .conftest import Script

Try = tuple[str, str, dict[str, Any]]


class TriesOfPeople:
    """A part of the house of tries."""

    vela: Account
    contact: int
    today: str
    later: str

    def furnish_people(self, running: Script, vela: Account) -> None:
        """One promise open and one kept, something known, and feedback in each state."""
        told = {"account_id": vela.pk, "side": "ours", "text": "Prices", "due_on": "2027-01-31"}
        told |= {"promised_on": self.today}
        self.promise, self.kept = (running.post("promises/", told).json()["id"] for _ in range(2))
        running.post(f"promises/{self.kept}/settle/", {"state": "kept"})
        said = {"account_id": vela.pk, "kind": "idea", "text": "Longer hours"}
        self.said = [running.post("feedback/", said).json()["id"] for _ in range(3)]
        for number in self.said[1:]:
            running.post(f"feedback/{number}/reply/", {"reply": "Thanks"})
        running.post(f"feedback/{self.said[2]}/close/", {"outcome": "Done"})
        against = {"contact_id": self.contact, "purpose": "marketing", "came_by": "form"}
        self.objection = running.post("objections/", against).json()["id"]
        fact = {"account_id": vela.pk, "topic": "bought", "text": "Training"}
        self.fact = running.post("knowledge/", fact).json()["id"]

    def of_people(self) -> dict[str, Try]:
        """All of them."""
        return {**self.promises(), **self.knowledge(), **self.voice(), **self.objections()}

    def objections(self) -> dict[str, Try]:
        said = {"contact_id": self.contact, "channel": "letter", "purpose": "marketing", "came_by": "email"}
        said |= {"since": self.today, "note": "Unsubscribed"}
        lift = {"why": "She wrote so", "on": self.today}
        return {
            "objection": ("POST", "objections/", said),
            "objection lifted": ("POST", f"objections/{self.objection}/lift/", lift),
        }

    def knowledge(self) -> dict[str, Try]:
        fact = {"account_id": self.vela.pk, "topic": "driver", "text": "Training", "importance": 5}
        fact |= {"performance": 2, "operation": "On time", "contact_id": self.contact, "source": "observed"}
        fact |= {"said_on": self.today, "fresh_until": "2027-06-30"}
        ours = [{"name": "Parts overnight", "also": ["spares by morning"]}]
        return {
            "knowledge": ("POST", "knowledge/", fact),
            "knowledge corrected": ("POST", f"knowledge/{self.fact}/corrections/", {"text": "Trainers"}),
            "our words": ("POST", "our-words/", {"differences": ours, "competitors": ours}),
        }

    def voice(self) -> dict[str, Try]:
        said = {"account_id": self.vela.pk, "kind": "praise", "text": "Well done", "contact_id": self.contact}
        said |= {"owner_id": self.vela.owner_id, "about_user_id": self.vela.owner_id}
        said |= {"received_on": self.today, "due_on": self.later}
        told = {"on": self.today, "due_on": self.later}
        return {
            "feedback": ("POST", "feedback/", said),
            "feedback replied": ("POST", f"feedback/{self.said[0]}/reply/", {"reply": "Thanks", **told}),
            "feedback closed": (
                "POST",
                f"feedback/{self.said[1]}/close/",
                {"outcome": "x", "on": self.today},
            ),
            "feedback open again": ("POST", f"feedback/{self.said[2]}/reopen/", {}),
            "survey": ("POST", "surveys/", {"contact_id": self.contact, "kind": "nps"}),
        }

    def promises(self) -> dict[str, Try]:
        told = {"account_id": self.vela.pk, "side": "ours", "text": "Prices", "due_on": "2027-01-31"}
        told |= {"promised_on": self.today, "wording": "theirs", "contact_id": self.contact}
        ending = {"state": "withdrawn", "note": "Not needed", "released_by_id": self.contact}
        return {
            "promise": ("POST", "promises/", told),
            "promise changed": ("PATCH", f"promises/{self.promise}/", {"version": 1, "due_on": "2027-02-01"}),
            "promise settled": ("POST", f"promises/{self.promise}/settle/", {**ending, "on": self.today}),
            "promise open again": ("POST", f"promises/{self.kept}/reopen/", {}),
        }
