"""The access policy's rows for figures of our work (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

OPERATION_SCREENS = {
    "account_operations": page("account"),
    "operation_new": form("account"),
    "operation_edit": form("operation_metric"),
    "operation_read": form("operation_metric"),
    "operation_explain": form("operation_metric"),
    "operation_aside": click("operation_metric"),
    "operation_up": click("operation_metric"),
    "driver_link_judge": form("driver_link"),
    "driver_link_part": click("driver_link"),
    "reading_void": form("operation_reading"),
}
OPERATION_API = {
    "api-operation-metric-list": api(post=signed_in(400)),
    "api-operation-metric-detail": api("operation_metric"),
    "api-operation-metric-put-aside": api("operation_metric", get=READ_ONLY, post=hands(200)),
    "api-operation-metric-take-up": api("operation_metric", get=READ_ONLY, post=hands(200)),
    "api-driver-link-list": api(post=signed_in(400)),
    "api-driver-link-detail": api("driver_link"),
    "api-driver-link-judge": api("driver_link", get=READ_ONLY, post=sight(400)),
    "api-operation-reading-list": api(post=signed_in(400)),
    "api-operation-reading-detail": api("operation_reading"),
    "api-operation-reading-void": api("operation_reading", get=READ_ONLY, post=sight(400)),
    "api-scorecard-detail": api("account"),
}
