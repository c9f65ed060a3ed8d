"""The access policy's rows for KPIs (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

KPI_SCREENS = {
    "kpis": page(),
    "account_kpis": page("account"),
    "kpi_new": form("account"),
    "kpi_edit": form("kpi"),
    "kpi_agree": form("kpi"),
    "kpi_end": click("ending_kpi"),
    "kpi_read": form("kpi"),
    "kpi_reading": page("kpi_reading"),
    "kpi_correct": form("kpi_reading"),
    "kpi_void": form("kpi_reading"),
    "kpi_close": click("kpi_reading"),
}
KPI_API = {
    "api-kpi-list": api(post=signed_in(400)),
    "api-kpi-by-name": api(get=READ_ONLY, post=READ_ONLY),
    "api-kpi-detail": api("kpi"),
    "api-kpi-agree": api("kpi", get=READ_ONLY, post=sight(400)),
    "api-kpi-end": api("ending_kpi", get=READ_ONLY, post=hands(200)),
    "api-kpi-reading-list": api(post=signed_in(400)),
    "api-kpi-reading-detail": api("kpi_reading"),
    "api-kpi-reading-void": api("kpi_reading", get=READ_ONLY, post=sight(400)),
    "api-kpi-reading-close": api("kpi_reading", get=READ_ONLY, post=hands(200)),
}
