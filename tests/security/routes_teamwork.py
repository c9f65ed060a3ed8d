"""The access policy's rows for executive pairs, deliverables and praise (routes.py says how to read them)."""

from .answers import DONE, READ_ONLY, Route, Statuses, api, form, page, sight, signed_in


def of_whom_one_leads(status: int) -> Statuses:
    """A person's own matter that their lead and the admins decide."""
    return (302, 302, status, 404, status, *(404,) * 4)


TEAMWORK_SCREENS = {
    "pairs": page(),
    "pairs_missing": page(),
    "pair": page("pair"),
    "pair_new": form("account"),
    "pair_edit": form("pair"),
    "pair_plan": form("pair", post=DONE),
    "pair_hand_over": form("pair"),
    "pair_end": form("pair"),
    "talk_follow_up": form("talk"),
    "pair_limit": Route(of_whom_one_leads(200), of_whom_one_leads(422), of="executive"),
}
TEAMWORK_API = {
    "api-executive-pair-list": api(post=signed_in(400)),
    "api-executive-pair-detail": api("pair"),
    "api-executive-pair-plan": api("pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-hand-over": api("pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-end": api("pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-follow-up": api("pair", get=READ_ONLY, post=sight(400)),
    "api-executive-pair-limits": api(get=READ_ONLY, post=signed_in(400)),
    "api-executive-pair-missing": api(),
}
