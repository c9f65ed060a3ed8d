"""The description of the API, drawn once in a process: it says the same to everybody, and takes seconds."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator

_drawn: dict[str, Any] = {}


class DescriptionOnce(SchemaGenerator):
    """A request is answered with what was drawn before; the command draws anew, and checks what it draws."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """The whole description, to be read and not changed."""
        if not public or not self._is_asked_plainly(request):
            return self._fresh(request, public)
        if not _drawn:
            _drawn.update(self._fresh(None, public))
        return _drawn

    def _is_asked_plainly(self, request: Any) -> bool:
        """Not for another version, language or part than everybody gets."""
        version = self.api_version or getattr(request, "version", None)
        part = self.patterns is not None or self.urlconf is not None
        return request is not None and not version and not part and get_language() == settings.LANGUAGE_CODE

    def _fresh(self, request: Any, public: bool) -> dict[str, Any]:
        fresh: dict[str, Any] = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return fresh


def description() -> dict[str, Any]:
    """What programs read, for a page of ours; to be read and not changed."""
    if not _drawn:
        drawing = DescriptionOnce()  # type: ignore[no-untyped-call]
        _drawn.update(drawing.get_schema(public=True))
    return _drawn
