"""Tables of integrations: tokens, jobs, imports."""

from .tokens import ApiToken, RepeatedRequest

__all__ = ["ApiToken", "RepeatedRequest"]
