"""Shared plans in the access policy: our side by role, the page behind a link by its secret alone."""

from .answers import (
    NOT_ALLOWED,
    READ_ONLY,
    Route,
    api,
    click,
    form,
    hands,
    page,
    public,
    sight,
    signed_in,
)

SHARING_SCREENS = {
    "plan_share": form("plan"),
    "share_link_renew": click("share_link", hands(201)),
    "share_link_code": click("share_link", hands(201)),
    "share_link_revoke": click("share_link"),
    "share_link_preview": page("share_link"),
    "client_word_answer": form("client_word"),
    "client_word_note": click("client_word"),
    "share": Route(public(404), public(404)),
    "share_file": Route(public(404), public(NOT_ALLOWED)),
    "share_say": Route(public(NOT_ALLOWED), public(404)),
}
SHARING_API = {
    "api-share-link-list": api(post=signed_in(400)),
    "api-share-link-detail": api("share_link"),
    "api-share-link-renew": api("share_link", get=READ_ONLY, post=hands(200)),
    "api-share-link-code": api("share_link", get=READ_ONLY, post=sight(400)),
    "api-share-link-revoke": api("share_link", get=READ_ONLY, post=hands(200)),
    "api-share-view-list": api(),
    "api-share-view-detail": api("share_view"),
    "api-client-word-list": api(),
    "api-client-word-detail": api("client_word"),
    "api-client-word-answer": api("client_word", get=READ_ONLY, post=sight(400)),
    "api-client-word-note": api("client_word", get=READ_ONLY, post=hands(200)),
}
