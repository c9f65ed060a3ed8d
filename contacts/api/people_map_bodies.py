"""How rows of the map of people are read and written by scripts."""

from typing import Any

from rest_framework import serializers

from accounts.choosing import people_at_work
from accounts.models import OrgUnit
from retention.lib.api.fields import Body, CleanText, Reference, VisibleReference

from ..choices import Attitude, BuyingRole, Certainty, Orientation, RelationshipLevel
from ..models import Contact, Influences, MapScope, ReportsTo, RoleOnMap, Standing, Tie

DATED = ("id", "account_id", "contact_id", "starts_on", "ends_on", "by_id", "recorded_at")
KNOWN = ("certainty", "verified_on", "evidence")
ROLES = [choice for choice in BuyingRole.choices if choice[0] != BuyingRole.UNKNOWN]


class RoleRow(serializers.ModelSerializer[RoleOnMap]):
    """A role on a map; ``ends_on`` is the first day it no longer holds. Evidence is null for outsiders."""

    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    org_unit_id = serializers.IntegerField(read_only=True, allow_null=True)
    scope_id = serializers.IntegerField(read_only=True, allow_null=True)
    by_id = serializers.IntegerField(read_only=True)
    evidence = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = RoleOnMap
        fields = (*DATED, "org_unit_id", "scope_id", "role", *KNOWN, "external_ids")
        read_only_fields = fields


class RatingRow(RoleRow):
    """A rating; attitude and evidence are null outside the account team."""

    attitude = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Standing
        fields = (
            *DATED,
            "org_unit_id",
            "scope_id",
            "influence",
            "attitude",
            "orientation",
            *KNOWN,
            "external_ids",
        )
        read_only_fields = fields


class TieRow(serializers.ModelSerializer[Tie]):
    """What one of ours is to a contact, 1 vendor to 4 trusted advisor, and what they should become."""

    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    user_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = Tie
        fields = (*DATED, "user_id", "level", "desired_level", "external_ids")
        read_only_fields = fields


class ReportsRow(serializers.ModelSerializer[ReportsTo]):
    """A formal line: the contact reports to the manager."""

    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    manager_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = ReportsTo
        fields = (*DATED, "manager_id", "external_ids")
        read_only_fields = fields


class InfluenceRow(serializers.ModelSerializer[Influences]):
    """An informal line: ``on_contact`` listens to ``contact``. The note is null outside the account team."""

    external_ids = serializers.DictField(child=serializers.CharField(), read_only=True)
    account_id = serializers.IntegerField(read_only=True)
    contact_id = serializers.IntegerField(read_only=True)
    on_contact_id = serializers.IntegerField(read_only=True)
    by_id = serializers.IntegerField(read_only=True)
    note = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Influences
        fields = (*DATED, "on_contact_id", "weight", "note", "external_ids")
        read_only_fields = fields


class MapBody(Body):
    """Whom it is about, and from when it holds; without ``on``, from today."""

    contact_id = VisibleReference(Contact, source="contact")
    on = serializers.DateField(required=False)


class OnAMap(MapBody):
    """On which map, and how sure: confirmed needs a day and evidence."""

    org_unit_id = VisibleReference(OrgUnit, source="org_unit", required=False, allow_null=True)
    scope_id = VisibleReference(MapScope, source="scope", required=False, allow_null=True)
    certainty = serializers.ChoiceField(choices=Certainty.choices, required=False)
    verified_on = serializers.DateField(required=False, allow_null=True)
    evidence = CleanText(max_length=500, required=False, allow_blank=True)


class RoleWrite(OnAMap):
    """The part somebody plays in decisions."""

    role = serializers.ChoiceField(choices=ROLES)


class RatingWrite(OnAMap):
    """What is not named stays as it was."""

    influence = serializers.IntegerField(min_value=1, max_value=5, required=False, allow_null=True)
    attitude = serializers.ChoiceField(choices=Attitude.choices, required=False, allow_null=True)
    orientation = serializers.ChoiceField(choices=Orientation.choices, required=False)


class TieWrite(MapBody):
    """Levels of one of ours with a contact."""

    user_id = Reference(lambda user: people_at_work(), source="user")
    level = serializers.ChoiceField(choices=RelationshipLevel.choices, required=False, allow_null=True)
    desired_level = serializers.ChoiceField(
        choices=RelationshipLevel.choices, required=False, allow_null=True
    )


class ReportsWrite(MapBody):
    """To whom a contact reports; null: to nobody known."""

    manager_id = VisibleReference(Contact, source="manager", allow_null=True)


class InfluenceWrite(MapBody):
    """Who listens to a contact, and how much (1 to 3)."""

    on_contact_id = VisibleReference(Contact, source="on_contact")
    weight = serializers.IntegerField(min_value=1, max_value=3, required=False)
    note = CleanText(max_length=300, required=False, allow_blank=True)


class Ending(Body):
    """The first day on which it no longer holds; without one, today."""

    on = serializers.DateField(required=False)


class FlagRow(serializers.Serializer[Any]):
    """A finding: why, and what to do."""

    code = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField()
    play = serializers.CharField()
    contact_id = serializers.IntegerField(allow_null=True)
    is_urgent = serializers.BooleanField()
    is_talked_over = serializers.BooleanField(help_text="A check-in with that contact closes it.")


class PersonRow(serializers.Serializer[Any]):
    """Somebody on the map; ``roles`` are those on this map, ``strength`` is 0 to 100."""

    contact_id = serializers.IntegerField()
    is_in_seat = serializers.BooleanField()
    strength = serializers.FloatField()
    last_two_way_on = serializers.DateField(allow_null=True)
    level = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    influence = serializers.IntegerField(allow_null=True)


class AccountMapRow(serializers.Serializer[Any]):
    """The map of an account as on a day; ``coverage`` is null while nobody's role is known."""

    account_id = serializers.IntegerField()
    on = serializers.DateField()
    org_unit_id = serializers.IntegerField(allow_null=True)
    scope_id = serializers.IntegerField(allow_null=True)
    coverage = serializers.FloatField(allow_null=True)
    effective_ties = serializers.FloatField()
    missing_roles = serializers.ListField(child=serializers.CharField())
    people = PersonRow(many=True)
    flags = FlagRow(many=True)
