"""The WSGI entry point that gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retention.settings.production")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # all pages, before anybody waits for one
