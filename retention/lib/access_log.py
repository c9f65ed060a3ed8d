"""gunicorn's access log without the secrets of addresses (`--logger-class` of the container)."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped] # comes without types

from .hidden_paths import hidden


class AccessLog(Logger):  # type: ignore[misc]
    """Every line as gunicorn writes it; secret addresses and referrers are cut short."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line may be made of."""
        found = super().atoms(resp, req, environ, request_time)
        return {name: hidden(each) if isinstance(each, str) else each for name, each in found.items()}
