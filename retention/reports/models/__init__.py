"""Tables of reports."""

from .issues import IssueQuerySet, ReportIssue, ReportMail, ReportMailQuerySet
from .subscriptions import ReaderQuerySet, ReportReader, Subscription, SubscriptionQuerySet

__all__ = [
    "IssueQuerySet",
    "ReaderQuerySet",
    "ReportIssue",
    "ReportMail",
    "ReportMailQuerySet",
    "ReportReader",
    "Subscription",
    "SubscriptionQuerySet",
]
