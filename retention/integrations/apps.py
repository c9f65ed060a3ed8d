"""The integrations package."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Wires the integrations package in."""

    name = "retention.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Make the kinds of job known, and have old answers forgotten."""
        from retention.lib.ticks import register_tick

        from .copies.work import forget_copies, register_copy_job
        from .erasures.work import register_erasure_job
        from .imports.forgetting import forget_rows
        from .imports.kinds import register_import_jobs
        from .jobs.picking_up import pick_up
        from .repeats import forget_repeats
        from .tokens import openapi  # noqa: F401 -- known by being imported

        register_import_jobs()
        register_erasure_job()
        register_copy_job()
        register_tick("jobs picked up", pick_up, order=80, every=5)
        register_tick("copies of data forgotten", forget_copies, order=84, limit=50, every=60)
        register_tick("rows of old imports forgotten", forget_rows, order=85, limit=2000, every=60)
        register_tick("remembered requests forgotten", forget_repeats, order=90, every=600)
