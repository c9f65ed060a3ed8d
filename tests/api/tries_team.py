"""What a script can send about account teams."""

from .tries import House, Try


def tries_of_team(house: House) -> dict[str, Try]:
    """One joins, one changes what they may do, one leaves; a template is published."""
    owner = house.vela.owner_id
    who = {"account_id": house.vela.pk, "user_id": owner}
    made = [house.running.post("account-team/", {**who, "function": name}).json()["id"]
            for name in ("delivery", "support")]  # fmt: skip
    joins = {**who, "function": "finance", "is_backup": True, "may_edit": True, "starts_on": house.today}
    needs = {"needed_A": ["legal"], "backed_A": ["legal"]}
    for tier in "BCD":
        needs |= {f"needed_{tier}": ["legal"], f"backed_{tier}": ["legal"]}
    return {
        "team joined": ("POST", "account-team/", joins),
        "team rights": ("POST", f"account-team/{made[0]}/rights/", {"is_backup": True, "may_edit": True}),
        "team left": ("POST", f"account-team/{made[1]}/end/", {"on": house.today}),
        "team template": ("POST", "team-templates/", needs),
    }
