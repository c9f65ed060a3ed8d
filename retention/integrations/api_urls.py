"""Addresses of the API, version 1, and its description."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from accounts.api.accounts import AccountViewSet
from accounts.api.breaks import BreakViewSet
from accounts.api.contract_lines import LineViewSet
from accounts.api.contracts import ContractViewSet
from accounts.api.invoices import InvoiceViewSet
from accounts.api.ledger import MovementViewSet, RateViewSet
from accounts.api.mergers import MergerViewSet
from accounts.api.periods import ClosedPeriodViewSet
from accounts.api.team import TeamMemberViewSet, TeamTemplateViewSet
from accounts.api.usage import UsageViewSet
from contacts.api.account_duplicates import AccountDuplicateViewSet
from contacts.api.account_maps import AccountMapViewSet
from contacts.api.competitors import CompetitorViewSet
from contacts.api.contacts import ContactViewSet
from contacts.api.duplicates import DuplicateViewSet, PeopleMergerViewSet
from contacts.api.knowledge import FactViewSet
from contacts.api.objections import ObjectionViewSet
from contacts.api.our_words import OurWordsViewSet
from contacts.api.people_map import RatingViewSet, RoleViewSet, TieViewSet
from contacts.api.people_map_lines import InfluenceViewSet, ReportsViewSet
from contacts.api.promises import PromiseViewSet
from contacts.api.suppressions import SuppressionViewSet
from contacts.api.touchpoints import TouchpointViewSet
from contacts.api.voice import FeedbackViewSet, SurveyViewSet
from plans.api.account_plans import EditionViewSet, PlanViewSet
from plans.api.changes import ChangeViewSet, GapViewSet
from plans.api.hours import AllowanceViewSet, MonthViewSet, OverServiceViewSet, TimeViewSet
from plans.api.kpis import KpiReadingViewSet, KpiViewSet
from plans.api.lessons import LessonViewSet
from plans.api.measurements import MeasurementViewSet
from plans.api.operations import (
    DriverLinkViewSet,
    OperationReadingViewSet,
    OperationViewSet,
    ScorecardViewSet,
)
from plans.api.plan_parts import (
    GrowthLineViewSet,
    KeyResultViewSet,
    ObjectiveViewSet,
    PlanActionViewSet,
    PlanRiskViewSet,
)
from plans.api.targets import RoiTargetViewSet
from plans.api.team_templates import TeamPlanTemplateViewSet
from plans.api.value import GoodwillViewSet, ValueViewSet
from plans.api.wallet import SpendViewSet, WalletShareViewSet
from plans.api.whitespace import CellViewSet
from retention.cadence.api import CheckInViewSet
from retention.cadence.gap_api import GapCheckInViewSet
from retention.growth.api.advocacy import AdvocacyViewSet
from retention.growth.api.consents import ConsentViewSet
from retention.growth.api.lost_deals import LostDealViewSet
from retention.growth.api.targets import TargetViewSet
from retention.growth.api.white_space import RecommendationViewSet, RoomPlayViewSet
from retention.health.api import HealthViewSet
from retention.integrations.erasures.api import PersonalDataViewSet
from retention.lib.api.problems import no_such_address
from retention.metrics.api import MetricViewSet
from retention.renewals.api import (
    ApprovalViewSet,
    AssessmentViewSet,
    LossReasonViewSet,
    MapScopeViewSet,
    PlayViewSet,
    RenewalViewSet,
    TermsViewSet,
)
from retention.reports.api.reports import IssueViewSet, ReportMailViewSet, SubscriptionViewSet
from retention.reviews.api import ReviewViewSet
from retention.sharing.api import ClientWordViewSet, ShareLinkViewSet, ShareViewViewSet
from retention.teamwork.api.comments import CommentViewSet
from retention.teamwork.api.deliverables import DeliverableViewSet
from retention.teamwork.api.kudos import KudosViewSet
from retention.teamwork.api.next_steps import NextStepViewSet
from retention.teamwork.api.pairs import PairViewSet
from retention.walks.api import (
    ColleagueViewSet,
    HandoffViewSet,
    NetworkViewSet,
    ProcessViewSet,
    WalkStepViewSet,
    WalkViewSet,
)

from .api_docs import api_docs

router = SimpleRouter()
router.register("accounts", AccountViewSet, basename="api-account")
router.register("contacts", ContactViewSet, basename="api-contact")
router.register("contracts", ContractViewSet, basename="api-contract")
router.register("contract-lines", LineViewSet, basename="api-line")
router.register("break-options", BreakViewSet, basename="api-break")
router.register("usage", UsageViewSet, basename="api-usage")
router.register("account-mergers", MergerViewSet, basename="api-merger")
router.register("movements", MovementViewSet, basename="api-movement")
router.register("rates", RateViewSet, basename="api-rate")
router.register("closed-periods", ClosedPeriodViewSet, basename="api-closed-period")
router.register("account-team", TeamMemberViewSet, basename="api-account-team")
router.register("team-templates", TeamTemplateViewSet, basename="api-team-template")
router.register("allowances", AllowanceViewSet, basename="api-allowance")
router.register("time-entries", TimeViewSet, basename="api-time")
router.register("service-months", MonthViewSet, basename="api-service-month")
router.register("over-services", OverServiceViewSet, basename="api-over-service")
router.register("operation-metrics", OperationViewSet, basename="api-operation-metric")
router.register("driver-links", DriverLinkViewSet, basename="api-driver-link")
router.register("operation-readings", OperationReadingViewSet, basename="api-operation-reading")
router.register("lessons", LessonViewSet, basename="api-lesson")
router.register("scorecards", ScorecardViewSet, basename="api-scorecard")
router.register("invoices", InvoiceViewSet, basename="api-invoice")
router.register("lost-deals", LostDealViewSet, basename="api-lost-deal")
router.register("advocacy", AdvocacyViewSet, basename="api-advocacy")
router.register("advocacy-consents", ConsentViewSet, basename="api-consent")
router.register("roi-targets", RoiTargetViewSet, basename="api-roi-target")
router.register("measurements", MeasurementViewSet, basename="api-measurement")
router.register("value-entries", ValueViewSet, basename="api-value-entry")
router.register("added-value", GoodwillViewSet, basename="api-added-value")
router.register("change-records", ChangeViewSet, basename="api-change-record")
router.register("expectation-gaps", GapViewSet, basename="api-expectation-gap")
router.register("targets", TargetViewSet, basename="api-target")
router.register("our-words", OurWordsViewSet, basename="api-our-words")
router.register("competitors", CompetitorViewSet, basename="api-competitor")
router.register("knowledge", FactViewSet, basename="api-knowledge")
router.register("account-duplicates", AccountDuplicateViewSet, basename="api-account-duplicate")
router.register("duplicates", DuplicateViewSet, basename="api-duplicate")
router.register("people-mergers", PeopleMergerViewSet, basename="api-people-merger")
router.register("personal-data", PersonalDataViewSet, basename="api-personal-data")
router.register("feedback", FeedbackViewSet, basename="api-feedback")
router.register("surveys", SurveyViewSet, basename="api-survey")
router.register("plans", PlanViewSet, basename="api-plan")
router.register("plan-versions", EditionViewSet, basename="api-plan-version")
router.register("plan-templates", TeamPlanTemplateViewSet, basename="api-plan-template")
router.register("objectives", ObjectiveViewSet, basename="api-objective")
router.register("key-results", KeyResultViewSet, basename="api-key-result")
router.register("plan-actions", PlanActionViewSet, basename="api-plan-action")
router.register("plan-risks", PlanRiskViewSet, basename="api-plan-risk")
router.register("growth-lines", GrowthLineViewSet, basename="api-growth-line")
router.register("whitespace-cells", CellViewSet, basename="api-cell")
router.register("whitespace-plays", RoomPlayViewSet, basename="api-room-play")
router.register("spend-estimates", SpendViewSet, basename="api-spend")
router.register("wallet-shares", WalletShareViewSet, basename="api-wallet-share")
router.register("recommendations", RecommendationViewSet, basename="api-recommendation")
router.register("objections", ObjectionViewSet, basename="api-objection")
router.register("suppressions", SuppressionViewSet, basename="api-suppression")
router.register("promises", PromiseViewSet, basename="api-promise")
router.register("people-maps", AccountMapViewSet, basename="api-people-map")
router.register("map-scopes", MapScopeViewSet, basename="api-map-scope")
router.register("map-roles", RoleViewSet, basename="api-map-role")
router.register("map-ratings", RatingViewSet, basename="api-map-rating")
router.register("map-ties", TieViewSet, basename="api-map-tie")
router.register("map-lines", ReportsViewSet, basename="api-map-line")
router.register("map-influences", InfluenceViewSet, basename="api-map-influence")
router.register("touchpoints", TouchpointViewSet, basename="api-touchpoint")
router.register("check-ins", CheckInViewSet, basename="api-check-in")
router.register("gap-check-ins", GapCheckInViewSet, basename="api-gap-check-in")
router.register("renewals", RenewalViewSet, basename="api-renewal")
router.register("loss-reasons", LossReasonViewSet, basename="api-loss-reason")
router.register("save-plays", PlayViewSet, basename="api-play")
router.register("assessments", AssessmentViewSet, basename="api-assessment")
router.register("renewal-terms", TermsViewSet, basename="api-terms")
router.register("approvals", ApprovalViewSet, basename="api-approval")
router.register("walk-processes", ProcessViewSet, basename="api-walk-process")
router.register("walks", WalkViewSet, basename="api-walk")
router.register("walk-steps", WalkStepViewSet, basename="api-walk-step")
router.register("handoffs", HandoffViewSet, basename="api-handoff")
router.register("network", NetworkViewSet, basename="api-network")
router.register("health", HealthViewSet, basename="api-health")
router.register("metrics", MetricViewSet, basename="api-metric")
router.register("reviews", ReviewViewSet, basename="api-review")
router.register("executive-pairs", PairViewSet, basename="api-executive-pair")
router.register("deliverables", DeliverableViewSet, basename="api-deliverable")
router.register("report-subscriptions", SubscriptionViewSet, basename="api-report-subscription")
router.register("report-issues", IssueViewSet, basename="api-report-issue")
router.register("report-mails", ReportMailViewSet, basename="api-report-mail")
router.register("kpis", KpiViewSet, basename="api-kpi")
router.register("kpi-readings", KpiReadingViewSet, basename="api-kpi-reading")
router.register("kudos", KudosViewSet, basename="api-kudos")
router.register("next-steps", NextStepViewSet, basename="api-next-step")
router.register("colleagues", ColleagueViewSet, basename="api-colleague")
router.register("share-links", ShareLinkViewSet, basename="api-share-link")
router.register("share-views", ShareViewViewSet, basename="api-share-view")
router.register("client-words", ClientWordViewSet, basename="api-client-word")
router.register("comments", CommentViewSet, basename="api-comment")

urlpatterns = [
    path("v1/openapi.json", SpectacularJSONAPIView.as_view(), name="api_schema"),
    path("docs/", api_docs, name="api_docs"),
    path("v1/", include(router.urls)),
    re_path(r"^(?P<rest>.*)$", no_such_address, name="api_nothing"),
]
