"""Tables of the contacts layer."""

from .alike import (
    AlikeAccountReason,
    AlikeAccounts,
    AlikeAccountsQuerySet,
    AlikePair,
    AlikePeople,
    AlikePeopleQuerySet,
    AlikeReason,
    AlikeState,
)
from .contact import Contact, ContactQuerySet, JobMove, Person
from .knowledge import KnownFact, KnownFactQuerySet
from .map import MapQuerySet, RoleOnMap, Standing, Tie
from .map_lines import Influences, ReportsTo
from .map_scope import MapScope, MapScopeQuerySet, ScopeKind
from .objection import Objection, ObjectionCame, ObjectionPurpose, ObjectionQuerySet
from .our_words import OurWords
from .privacy import DataRequest, PersonMerger, RequestKind, RequestReason
from .touchpoint import Touchpoint, TouchpointColleague, TouchpointContact, TouchpointQuerySet
from .voice import (
    HIGH,
    LOW,
    SCALES,
    FeedbackItem,
    FeedbackKind,
    FeedbackQuerySet,
    FeedbackState,
    SurveyAsked,
    SurveyKind,
    SurveyQuerySet,
)
from .work import NextStep, Promise, PromiseQuerySet, StepQuerySet

__all__ = [
    "HIGH",
    "LOW",
    "SCALES",
    "AlikeAccountReason",
    "AlikeAccounts",
    "AlikeAccountsQuerySet",
    "AlikePair",
    "AlikePeople",
    "AlikePeopleQuerySet",
    "AlikeReason",
    "AlikeState",
    "Contact",
    "ContactQuerySet",
    "DataRequest",
    "FeedbackItem",
    "FeedbackKind",
    "FeedbackQuerySet",
    "FeedbackState",
    "Influences",
    "JobMove",
    "KnownFact",
    "KnownFactQuerySet",
    "MapQuerySet",
    "MapScope",
    "MapScopeQuerySet",
    "NextStep",
    "Objection",
    "ObjectionCame",
    "ObjectionPurpose",
    "ObjectionQuerySet",
    "OurWords",
    "Person",
    "PersonMerger",
    "Promise",
    "PromiseQuerySet",
    "ReportsTo",
    "RequestKind",
    "RequestReason",
    "RoleOnMap",
    "ScopeKind",
    "Standing",
    "StepQuerySet",
    "SurveyAsked",
    "SurveyKind",
    "SurveyQuerySet",
    "Tie",
    "Touchpoint",
    "TouchpointColleague",
    "TouchpointContact",
    "TouchpointQuerySet",
]
