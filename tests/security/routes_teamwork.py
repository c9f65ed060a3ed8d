"""The access policy's rows for executive pairs, deliverables and praise (routes.py says how to read them)."""

from .answers import DONE, READ_ONLY, Route, Statuses, api, click, form, hands, page, sight, signed_in


def of_whom_one_leads(status: int) -> Statuses:
    """A person's own matter that their lead and the admins decide."""
    return (302, 302, status, 404, status, *(404,) * 4)


KUDOS_SEEN = signed_in(200, stranger=404)
"""A customer's praise of Lena: who sees the account."""
TEAMWORK_SCREENS = {
    "pairs": page(),
    "pairs_missing": page(),
    "pair": page("executive_pair"),
    "pair_new": form("account"),
    "pair_edit": form("executive_pair"),
    "pair_plan": form("executive_pair", post=DONE),
    "pair_hand_over": form("executive_pair"),
    "pair_end": form("executive_pair"),
    "talk_follow_up": form("talk"),
    "pair_limit": Route(of_whom_one_leads(200), of_whom_one_leads(422), of="executive"),
    "deliverables": page(),
    "account_deliverables": page("account"),
    "deliverable_new": form("account"),
    "deliverable_edit": form("deliverable"),
    "deliverable_end": click("ending_deliverable"),
    "part_new": form("deliverable"),
    "part_remove": click("deliverable_part"),
    "recipient_new": form("deliverable"),
    "recipient_remove": click("recipient"),
    "kudos": page(),
    "kudos_new": Route(signed_in(200), signed_in(422)),
}
TEAMWORK_API = {
    "api-executive-pair-list": api(post=signed_in(400)),
    "api-executive-pair-detail": api("executive_pair"),
    "api-executive-pair-plan": api("executive_pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-hand-over": api("executive_pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-end": api("executive_pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-follow-up": api("executive_pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-limits": api(get=READ_ONLY, post=signed_in(400)),
    "api-executive-pair-missing": api(),
    "api-deliverable-list": api(post=signed_in(400)),
    "api-deliverable-detail": api("deliverable"),
    "api-deliverable-end": api("ending_deliverable", get=READ_ONLY, post=hands(200)),
    "api-deliverable-parts": api("deliverable", get=READ_ONLY, post=sight(400)),
    "api-deliverable-parts-ended": api("deliverable", get=READ_ONLY, post=sight(400)),
    "api-deliverable-recipients": api("deliverable", get=READ_ONLY, post=sight(400)),
    "api-deliverable-recipients-ended": api("deliverable", get=READ_ONLY, post=sight(400)),
    "api-kudos-list": api(post=signed_in(400)),
    "api-kudos-detail": api("kudos", get=KUDOS_SEEN),
}
