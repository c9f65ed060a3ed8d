"""How one contact is treated and answers, as the API tells it."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from retention.lib.zones import local_day
from retention.team.models import User

from ..choices import Channel
from ..habits import better_channel, treated
from ..models import Contact
from ..reached import reached_of


class HabitRow(serializers.Serializer[Any]):
    """How often somebody answered by a channel within a year."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    tried = serializers.IntegerField()
    answered = serializers.IntegerField()


class MixRow(serializers.Serializer[Any]):
    """What we talk with somebody for, over 180 days; shares are 0 to 1 and null without anything to count."""

    two_way = serializers.IntegerField()
    ours = serializers.IntegerField(help_text="Two-way ones that we began.")
    sent = serializers.IntegerField()
    about_us = serializers.IntegerField(help_text="Offers, administration and bulk mail.")
    pull = serializers.IntegerField(help_text="To learn or to teach.")
    push = serializers.IntegerField(help_text="To sell.")
    proactive = serializers.FloatField(allow_null=True)
    share_about_us = serializers.FloatField(allow_null=True)
    is_about_us = serializers.BooleanField(help_text="More than half of what we sent.")
    pulls_enough = serializers.BooleanField(allow_null=True)


class ContactHabits(serializers.Serializer[Any]):
    """How we treat one contact, and how they answer."""

    contact_id = serializers.IntegerField()
    mix = MixRow()
    channels = HabitRow(many=True)
    suggested_channel = serializers.ChoiceField(
        choices=Channel.choices, allow_null=True,
        help_text="What they clearly answer more often than what they prefer; nothing changes by itself.",
    )  # fmt: skip
    reached = serializers.IntegerField(help_text="Times in 30 days, by all of us, bulk mail too.")
    most = serializers.IntegerField(help_text="How often we may.")


def habits_told(row: Contact, caller: User, *, at: datetime) -> Any:
    """What we talk with them for, by which channel they answer, and how often we reached them."""
    found = treated(row, caller, on=local_day(at, caller.time_zone))
    often = reached_of(row, at=at)
    better = better_channel(found.habits, row.channels_preferred, row.channels_forbidden)
    told = {
        "contact_id": row.pk,
        "mix": found.mix,
        "channels": found.habits,
        "suggested_channel": better.channel if better else None,
        "reached": often.count,
        "most": often.most,
    }
    return ContactHabits(told).data
