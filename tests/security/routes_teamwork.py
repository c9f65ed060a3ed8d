"""The access policy's rows for executive pairs, deliverables and praise (routes.py says how to read them)."""

from .answers import (
    DONE,
    OWNER_ONLY,
    POSTED_ONLY,
    READ_ONLY,
    Route,
    Statuses,
    api,
    click,
    form,
    hands,
    page,
    sight,
    signed_in,
)


def of_whom_one_leads(status: int) -> Statuses:
    """A person's own matter that their lead and the admins decide."""
    return (302, 302, status, 404, status, *(404,) * 4)


def of_its_author(status: int) -> Statuses:
    """Words of Lena's that nobody else puts right."""
    return (302, 302, 403, status, *(403,) * 4, 404)


NAMED_ALONE: Statuses = (302, 302, 404, 200, *(404,) * 5)
"""A comment that names Lena and nobody else."""
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
    "contributions": page(),
    "contributions_file": page(),
    "kudos_new": Route(signed_in(200), signed_in(422)),
    "comments": page(),
    "comment": page("comment"),
    "comment_new": form("account", get=sight(200), post=sight(422)),
    "comment_reply": form("comment", get=sight(200), post=sight(422)),
    "comment_edit": form("comment", get=of_its_author(200), post=of_its_author(422)),
    "comment_withdraw": click("going_comment"),
    "mention_known": Route(POSTED_ONLY, OWNER_ONLY, of="mention"),
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
    "api-comment-list": api(post=signed_in(400)),
    "api-comment-detail": api("comment"),
    "api-comment-replies": api("comment", get=READ_ONLY, post=sight(400)),
    "api-comment-withdraw": api("going_comment", get=READ_ONLY, post=hands(200)),
    "api-comment-acknowledge": api("comment", get=READ_ONLY, post=NAMED_ALONE),
    "api-kudos-list": api(post=signed_in(400)),
    "api-kudos-detail": api("kudos", get=KUDOS_SEEN),
}
