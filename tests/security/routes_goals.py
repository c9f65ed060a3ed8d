"""The access policy's rows for targets, value and what moved (routes.py says how to read them)."""

from .answers import READ_ONLY, api, click, form, hands, page, sight, signed_in

GOAL_SCREENS = {
    "account_value": page("account"),
    "goals": page(),
    "changes": page(),
    "goal_new": form("account"),
    "value_new": form("account"),
    "goodwill_new": form("account"),
    "gap_new": form("account"),
    **{
        f"goal_{verb}": form("roi_target")
        for verb in ("edit", "agree", "review", "confirm", "withdraw", "measure")
    },
    "change_new": form("roi_target"),
    "measurement_correct": form("measurement"),
    "measurement_void": form("measurement"),
    **{
        f"value_{verb}": form("value_entry")
        for verb in ("edit", "evidence", "confirm", "dispute", "withdraw")
    },
    "value_take_back": click("value_entry"),
    "goodwill_told": form("goodwill"),
    "goodwill_acknowledge": form("goodwill"),
    "goodwill_withdraw": click("goodwill"),
    "change_decide": form("change_record"),
    "change_acknowledge": form("change_record"),
    "gap_settle": form("expectation_gap"),
}
GOAL_API = {
    "api-roi-target-list": api(post=signed_in(400)),
    "api-roi-target-detail": api("roi_target"),
    "api-roi-target-by-external-id": api("external_id", get=READ_ONLY),
    **{
        f"api-roi-target-{verb}": api("roi_target", get=READ_ONLY, post=sight(400))
        for verb in ("agree", "confirm", "withdraw")
    },
    "api-roi-target-review": api("roi_target", get=READ_ONLY, post=hands(200)),
    "api-measurement-list": api(post=signed_in(400)),
    "api-measurement-detail": api("measurement"),
    "api-measurement-by-external-id": api("external_id", get=READ_ONLY),
    "api-measurement-void": api("measurement", get=READ_ONLY, post=sight(400)),
    "api-value-entry-list": api(post=signed_in(400)),
    "api-value-entry-detail": api("value_entry"),
    "api-value-entry-by-external-id": api("external_id", get=READ_ONLY),
    **{
        f"api-value-entry-{verb}": api("value_entry", get=READ_ONLY, post=sight(400))
        for verb in ("confirm", "dispute", "withdraw")
    },
    "api-value-entry-evidence": api("value_entry", get=READ_ONLY, post=hands(400)),
    "api-value-entry-take-back": api("value_entry", get=READ_ONLY, post=hands(200)),
    "api-added-value-list": api(post=signed_in(400)),
    "api-added-value-detail": api("goodwill"),
    "api-added-value-tell": api("goodwill", get=READ_ONLY, post=sight(400)),
    "api-added-value-acknowledge": api("goodwill", get=READ_ONLY, post=hands(409)),
    "api-added-value-withdraw": api("goodwill", get=READ_ONLY, post=hands(200)),
    "api-change-record-list": api(post=signed_in(400)),
    "api-change-record-by-external-id": api("external_id", get=READ_ONLY),
    "api-change-record-detail": api("change_record"),
    "api-change-record-decide": api("change_record", get=READ_ONLY, post=sight(400)),
    "api-change-record-acknowledge": api("change_record", get=READ_ONLY, post=sight(400)),
    "api-expectation-gap-list": api(post=signed_in(400)),
    "api-expectation-gap-detail": api("expectation_gap"),
    "api-expectation-gap-settle": api("expectation_gap", get=READ_ONLY, post=sight(400)),
}
