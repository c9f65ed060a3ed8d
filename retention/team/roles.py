"""The roles a person can have; what they may see is said in visibility.py alone."""

from django.db import models


class Role(models.TextChoices):
    """What kind of user somebody is."""

    ACCOUNT_MANAGER = "account_manager", "Account manager"
    TEAM_LEAD = "team_lead", "Team lead"
    VIEWER = "viewer", "Viewer"
    ADMIN = "admin", "Admin"
    SYSTEM = "system", "System"


LEADING_ROLES = (Role.TEAM_LEAD, Role.ADMIN)
"""Who can lead a team."""
