"""How tokens stand in the API's description; importing it is what makes it known."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A bearer token."""

    target_class = "retention.integrations.tokens.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """``Authorization: Bearer keel_…``."""
        return {"type": "http", "scheme": "bearer", "description": "A token from Settings, API tokens."}
