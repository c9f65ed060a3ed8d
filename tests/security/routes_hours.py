"""The access policy's rows for hours (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

HOUR_SCREENS = {
    "hours": page(),
    "account_hours": page("account"),
    "account_hours_month": page("account"),
    "over_service_decide": form("account"),
    "time_new": form("account", get=sight(200), post=sight(422)),
    "time_withdraw": click("time_entry"),
    "time_restore": click("time_entry"),
    "allowance_new": form("account"),
    "allowance_end": form("allowance"),
}
HOUR_API = {
    "api-allowance-list": api(post=signed_in(400)),
    "api-allowance-detail": api("allowance"),
    "api-allowance-end": api("allowance", get=READ_ONLY, post=sight(400)),
    "api-time-list": api(post=signed_in(400)),
    "api-time-detail": api("time_entry"),
    "api-time-withdraw": api("time_entry", get=READ_ONLY, post=hands(200)),
    "api-time-restore": api("time_entry", get=READ_ONLY, post=hands(200)),
    "api-service-month-list": api(),
    "api-service-month-detail": api("service_month"),
    "api-over-service-list": api(post=signed_in(400)),
    "api-over-service-detail": api("over_service"),
}
