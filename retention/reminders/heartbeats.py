"""Signs of life: each ticker and worker writes a row after real work, and the health page reads its age."""

from datetime import datetime, timedelta

from .models import Heartbeat

TICKER, WORKER, MAIL = "ticker", "worker", "mail"

ALIVE_WITHIN = {TICKER: timedelta(seconds=60), WORKER: timedelta(seconds=90)}
"""How old a sign of life may be; the worker is woken every 20 s."""


def beat(name: str, *, at: datetime, detail: str = "") -> None:
    """Say that *name* worked at this moment; ``detail`` is what keeps it from working, if anything does."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at, detail=detail[:200])],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "detail"],
    )
