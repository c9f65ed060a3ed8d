"""The access policy's rows for reviews (routes.py says how to read them)."""

from .answers import DONE, READ_ONLY, api, click, form, hands, page, sight, signed_in

REVIEW_SCREENS = {
    "reviews": page(),
    "reviews_due": page(),
    "account_reviews": page("account"),
    "review_new": form("account"),
    "review": page("review"),
    "review_pdf": page("review"),
    "review_inside_pdf": page("review"),
    "review_edit": form("review"),
    "review_invite": form("review", post=DONE),
    "review_section": form("review", post=DONE),
    "review_hold": form("review"),
    "review_cancel": form("review"),
    "review_prepare": click("review"),
    "review_send": click("review"),
    "review_sum_up": click("review"),
}
REVIEW_API = {
    "api-review-list": api(post=signed_in(400)),
    "api-review-detail": api("review"),
    "api-review-due": api(),
    "api-review-people": api("review", get=READ_ONLY, post=sight(400)),
    "api-review-sections": api("review", get=READ_ONLY, post=sight(400)),
    "api-review-hold": api("review", get=READ_ONLY, post=sight(400)),
    "api-review-cancel": api("review", get=READ_ONLY, post=sight(400)),
    "api-review-prepare": api("review", get=READ_ONLY, post=hands(200)),
    "api-review-send": api("review", get=READ_ONLY, post=hands(200)),
    "api-review-sum-up": api("review", get=READ_ONLY, post=hands(409)),
    "api-review-agenda": api("review"),
    "api-review-missing": api("review"),
    "api-review-pack": api("review"),
    "api-review-inside": api("review"),
    "api-review-pdf": api("review"),
    "api-review-internal-pdf": api("review"),
}
