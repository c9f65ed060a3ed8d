"""Settings by purpose. Whoever reads them has the Celery application too, so that tasks find their broker."""

from retention.celery import app as celery_app

__all__ = ["celery_app"]
