"""The API of figures."""

from .views import MetricViewSet

__all__ = ["MetricViewSet"]
