"""Mails of a restored or copied database wait until an admin says what becomes of them."""

import logging
import uuid
from datetime import datetime

from django.db.models import F

from .gates import the_gate
from .heartbeats import MAIL, beat
from .instance import write_tie
from .models import Delivery, DeliveryState, Gate

logger = logging.getLogger(__name__)


def raise_mark(gate: Gate) -> None:
    """Count a batch of mails, in the database first and then outside of it.

    Killed in between, the file is behind, which is harmless; a database restored to before this batch is
    behind the file, which holds its mails.
    """
    Gate.objects.filter(pk=gate.pk).update(mark=F("mark") + 1)
    gate.refresh_from_db(fields=["mark"])
    write_tie(gate.instance, gate.mark)


def hold_pending(reason: str, *, at: datetime) -> int:
    """Put every pending mail on hold; how many."""
    held = Delivery.objects.filter(state=DeliveryState.PENDING)
    count = held.update(state=DeliveryState.HELD, state_reason=reason)
    if count:
        logger.warning("%d mails held: %s", count, reason)
    beat(MAIL, at=at, detail=reason)
    return count


def adopt() -> None:
    """Tie this database to this installation, under a new name, since the old one may live on elsewhere."""
    gate = the_gate()
    gate.instance = str(uuid.uuid4())
    gate.mark += 1
    gate.save(update_fields=["instance", "mark"])
    write_tie(gate.instance, gate.mark)
