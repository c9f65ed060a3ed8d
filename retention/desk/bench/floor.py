"""The references: per line the least SQL, and a bare Django view that runs it and answers JSON."""

import json
import os
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django
from django.conf import settings

TEAM = "(SELECT team_id FROM team_teammembership m JOIN team_user u ON u.id = m.user_id WHERE u.email = 'm0-0@bench.example')"
LIST = (
    "SELECT id, name, tier, health_band, health_score, arr, next_decision_on FROM accounts_account WHERE team_id = "
    + TEAM
)
STATEMENTS = {
    "list": LIST + " ORDER BY name_key, id LIMIT 50",
    "filtered": LIST + " AND tier = 'A' ORDER BY arr_base DESC, id LIMIT 50",
    "search": LIST + " AND name_key LIKE '%a1b2%' ORDER BY name_key, id LIMIT 12",
    "account": "SELECT a.*, (SELECT json_agg(t) FROM (SELECT at, text FROM accounts_timelineevent e WHERE e.account_id = a.id "
    "ORDER BY at DESC LIMIT 8) t) AS timeline FROM accounts_account a WHERE id = (SELECT min(id) FROM accounts_account)",
    "day": "SELECT c.id, c.reason, c.shown_on FROM cadence_checkin c JOIN accounts_account a ON a.id = c.account_id "
    "WHERE a.owner_id = (SELECT id FROM team_user WHERE email = 'm0-0@bench.example') AND c.shown_on <= current_date "
    "ORDER BY c.shown_on, c.id LIMIT 200",
    "health": "SELECT owner_id, health_band, count(*), sum(arr_base) FROM accounts_account WHERE team_id = "
    + TEAM
    + " GROUP BY 1, 2",
    "api_list": "SELECT * FROM accounts_account WHERE team_id = " + TEAM + " ORDER BY id LIMIT 100",
    "api_detail": "SELECT * FROM accounts_account WHERE id = (SELECT min(id) FROM accounts_account)",
}


def plain(value: Any) -> Any:
    """JSON of dates and amounts."""
    if isinstance(value, date | datetime | Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def bare(request: Any, name: str) -> Any:
    """Run the statement, answer its rows."""
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[name])
        rows = cursor.fetchall()
    return HttpResponse(json.dumps(rows, default=plain), content_type="application/json")


def make_application() -> Any:
    """A WSGI application with nothing in it but the bare view."""
    import environ
    from django.core.wsgi import get_wsgi_application
    from django.urls import path

    database = environ.Env().db_url("DATABASE_URL")
    database.update(CONN_MAX_AGE=60)
    if not settings.configured:
        settings.configure(
            SECRET_KEY=os.urandom(20).hex(),
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF=type("Urls", (), {"urlpatterns": [path("<str:name>/", bare)]}),
            DATABASES={"default": database},
            MIDDLEWARE=[],
            INSTALLED_APPS=[],
        )
    django.setup()
    return get_wsgi_application()


def __getattr__(name: str) -> Any:
    """gunicorn asks for ``application``; importing the statements alone builds none."""
    if name == "application":
        return make_application()
    raise AttributeError(name)
