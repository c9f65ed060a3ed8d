"""What the tables of health hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds("health.BandState")
holds("health.ClosedDay")
holds("health.HealthSnapshot", plain="measures caps")
holds("health.Scorecard", plain="name definition")
