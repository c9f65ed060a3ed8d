"""Tables of the contacts layer."""

from .alike import AlikePeople, AlikePeopleQuerySet, AlikeReason, AlikeState
from .contact import Contact, ContactQuerySet, JobMove, Person
from .knowledge import KnownFact, KnownFactQuerySet
from .map import MapQuerySet, RoleOnMap, Standing, Tie
from .map_lines import Influences, ReportsTo
from .privacy import DataRequest, PersonMerger, RequestKind, RequestReason
from .touchpoint import Touchpoint, TouchpointColleague, TouchpointContact, TouchpointQuerySet
from .work import NextStep, Promise, PromiseQuerySet, StepQuerySet

__all__ = [
    "AlikePeople",
    "AlikePeopleQuerySet",
    "AlikeReason",
    "AlikeState",
    "Contact",
    "ContactQuerySet",
    "DataRequest",
    "Influences",
    "JobMove",
    "KnownFact",
    "KnownFactQuerySet",
    "MapQuerySet",
    "NextStep",
    "Person",
    "PersonMerger",
    "Promise",
    "PromiseQuerySet",
    "ReportsTo",
    "RequestKind",
    "RequestReason",
    "RoleOnMap",
    "Standing",
    "StepQuerySet",
    "Tie",
    "Touchpoint",
    "TouchpointColleague",
    "TouchpointContact",
    "TouchpointQuerySet",
]
