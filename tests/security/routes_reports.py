"""The access policy's rows for reports (routes.py says how to read them)."""

from .answers import POSTED_ONLY, READ_ONLY, Route, api, click, form, hands, page, sight, signed_in

REPORT_SCREENS = {
    "reports": page(),
    "report_issues": page(),
    "portfolio_new": Route(POSTED_ONLY, (302, 302, 302, 302, 302, 403, 403, 302, 302)),
    "account_reports": page("account"),
    "report_new": form("account"),
    "report_edit": form("report_subscription"),
    "report_end": click("ending_report"),
    "report_reader_new": form("report_subscription"),
    "report_reader_remove": click("report_reader"),
    "report_issue": page("report_issue"),
    "report_document": page("report_issue"),
    "issue_approve": click("approved_issue"),
    "issue_again": click("report_issue"),
    "issue_send": click("sent_issue"),
    "issue_skip": form("report_issue"),
}
REPORT_API = {
    "api-report-subscription-list": api(post=signed_in(400)),
    "api-report-subscription-detail": api("report_subscription"),
    "api-report-subscription-end": api("ending_report", get=READ_ONLY, post=hands(200)),
    "api-report-subscription-readers": api("report_subscription", get=READ_ONLY, post=hands(400)),
    "api-report-subscription-readers-ended": api("report_subscription", get=READ_ONLY, post=sight(400)),
    "api-report-issue-list": api(),
    "api-report-issue-detail": api("report_issue"),
    "api-report-issue-approve": api("approved_issue", get=READ_ONLY, post=hands(200)),
    "api-report-issue-again": api("report_issue", get=READ_ONLY, post=hands(200)),
    "api-report-issue-send": api("sent_issue", get=READ_ONLY, post=hands(200)),
    "api-report-issue-skip": api("report_issue", get=READ_ONLY, post=sight(400)),
    "api-report-mail-list": api(),
    "api-report-mail-detail": api("report_mail"),
}
