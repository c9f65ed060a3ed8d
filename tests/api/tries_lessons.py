"""What a script can send about what customers should learn."""

from .tries import House, Try

OF_LESSONS = (
    "lesson", "lesson changed", "lesson taught", "lesson judged", "lesson not taught", "lesson dropped",
    "lesson restored",
)  # fmt: skip


def tries_of_lessons(house: House) -> dict[str, Try]:
    """One planned, one taught, one dropped."""
    post = house.running.post
    said = {"account_id": house.vela.pk, "topic": "Reading the depot board"}
    planned, due, taught, used, dropped = (post("lessons/", said).json()["id"] for _ in range(5))
    for lesson in (taught, used):
        post(f"lessons/{lesson}/teach/")
    post(f"lessons/{dropped}/drop/")
    whole = {
        "audience_id": house.contact, "material": "Slides", "link": "example.com/a",
        "planned_for": house.later, "owner_id": house.vela.owner_id,
    }  # fmt: skip
    judged = {"adopted": "yes", "on": house.today, "note": "Seen on site"}
    return {
        "lesson": ("POST", "lessons/", {**said, **whole}),
        "lesson changed": ("PATCH", f"lessons/{planned}/", {"material": "Film", "version": 1}),
        "lesson taught": (
            "POST",
            f"lessons/{due}/teach/",
            {"taught_by_id": house.vela.owner_id, "on": house.today},
        ),
        "lesson judged": ("POST", f"lessons/{used}/judge/", judged),
        "lesson not taught": ("POST", f"lessons/{taught}/take-back/", {}),
        "lesson dropped": ("POST", f"lessons/{planned}/drop/", {}),
        "lesson restored": ("POST", f"lessons/{dropped}/restore/", {}),
    }
