"""What the addresses of contract walks and networks answer, role by role."""

from .answers import (
    NOT_ALLOWED,
    OWN_ALONE,
    OWN_ALONE_DONE,
    OWN_ALONE_REFUSED,
    POSTED_ONLY,
    Route,
    click,
    form,
    leads,
    page,
    signed_in,
)

WALK_SCREENS = {
    "walks": page(),
    "walk": page("walk"),
    "walk_new": form("account"),
    "walk_stop": form("walk"),
    "walk_step_give": form("walk_step"),
    "walk_step_hand_on": form("walk_step"),
    "handoff_accept": click("handoff"),
    "handoff_return": form("handoff"),
    "walk_process_new": Route(leads(200), leads(422)),
    "walk_process": Route(leads(200), leads(NOT_ALLOWED), of="process"),
    "walk_process_publish": Route(leads(200), leads(422), of="process"),
    "walk_process_retire": Route(POSTED_ONLY, leads(302), of="process"),
    "network": page(),
    "network_new": Route(signed_in(200), signed_in(422)),
    "network_edit": Route(OWN_ALONE, OWN_ALONE_REFUSED, of="tie"),
    "network_talk": Route(OWN_ALONE, OWN_ALONE_REFUSED, of="tie"),
    "network_spoke": click("tie", OWN_ALONE_DONE),
    "network_drop": click("tie", OWN_ALONE_DONE),
    "network_forget": click("talk", OWN_ALONE_DONE),
}
