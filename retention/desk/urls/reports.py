"""Reports to customers and inside."""

from django.urls import path

from ..views import reports, reports_edit

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/portfolio/", reports_edit.portfolio_new, name="portfolio_new"),
    path("reports/issues/", reports.report_issues, name="report_issues"),
    path("accounts/<int:pk>/reports/", reports.account_reports, name="account_reports"),
    path("accounts/<int:pk>/reports/new/", reports_edit.report_new, name="report_new"),
    path("reports/<int:pk>/edit/", reports_edit.report_edit, name="report_edit"),
    path("reports/<int:pk>/end/", reports_edit.report_end, name="report_end"),
    path("reports/<int:pk>/readers/new/", reports_edit.report_reader_new, name="report_reader_new"),
    path("report-readers/<int:pk>/remove/", reports_edit.report_reader_remove, name="report_reader_remove"),
    path("report-issues/<int:pk>/", reports.report_issue, name="report_issue"),
    path("report-issues/<int:pk>/document/", reports.report_document, name="report_document"),
    path("report-issues/<int:pk>/approve/", reports_edit.issue_approve, name="issue_approve"),
    path("report-issues/<int:pk>/again/", reports_edit.issue_again, name="issue_again"),
    path("report-issues/<int:pk>/send/", reports_edit.issue_send, name="issue_send"),
    path("report-issues/<int:pk>/skip/", reports_edit.issue_skip, name="issue_skip"),
]
