"""Tables of the contacts layer."""

from .contact import Contact, ContactQuerySet, JobMove, Person
from .map import MapQuerySet, RoleOnMap, Standing, Tie
from .map_lines import Influences, ReportsTo
from .touchpoint import Touchpoint, TouchpointColleague, TouchpointContact, TouchpointQuerySet
from .work import NextStep, Promise, PromiseQuerySet, StepQuerySet

__all__ = [
    "Contact",
    "ContactQuerySet",
    "Influences",
    "JobMove",
    "MapQuerySet",
    "NextStep",
    "Person",
    "Promise",
    "PromiseQuerySet",
    "ReportsTo",
    "RoleOnMap",
    "Standing",
    "StepQuerySet",
    "Tie",
    "Touchpoint",
    "TouchpointColleague",
    "TouchpointContact",
    "TouchpointQuerySet",
]
