"""Named checks of the running product, read by /healthz.

A layer registers what it promises (`register_check`) from its apps.py; the page in `retention.desk`
asks them all.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckResult:
    """What one check found: whether its promise holds, and one sentence for the person who reads it."""

    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class HealthCheck:
    """A check and its weight: without an essential one Keel is down, without another it is degraded."""

    ask: Callable[[], CheckResult]
    is_essential: bool = True


_checks: dict[str, HealthCheck] = {}
HEALTH_CHECKS: Mapping[str, HealthCheck] = MappingProxyType(_checks)


def register_check(name: str, ask: Callable[[], CheckResult], *, is_essential: bool = True) -> None:
    """Add a check under *name*; it is asked on every call of /healthz, so it must answer within a second.

    Raises ValueError when the name is taken by another check.
    """
    check = HealthCheck(ask, is_essential)
    if _checks.get(name, check) != check:
        raise ValueError(f"a health check named {name!r} is registered already")
    _checks[name] = check


def ask(check: HealthCheck) -> CheckResult:
    """The check's answer; one that breaks has not kept its promise. Why, only the log tells."""
    try:
        return check.ask()
    except Exception as broken:
        logger.warning("a health check broke: %s", str(broken).partition("\n")[0])
        return CheckResult(False, type(broken).__name__)
