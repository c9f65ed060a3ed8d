"""Tables of the contacts layer."""

from .contact import Contact, ContactQuerySet, JobMove, Person
from .touchpoint import Touchpoint, TouchpointColleague, TouchpointContact, TouchpointQuerySet
from .work import NextStep, Promise, PromiseQuerySet, StepQuerySet

__all__ = [
    "Contact",
    "ContactQuerySet",
    "JobMove",
    "NextStep",
    "Person",
    "Promise",
    "PromiseQuerySet",
    "StepQuerySet",
    "Touchpoint",
    "TouchpointColleague",
    "TouchpointContact",
    "TouchpointQuerySet",
]
