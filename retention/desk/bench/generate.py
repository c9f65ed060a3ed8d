"""A large company made by set-based SQL: accounts, people, a year of touchpoints, contracts, renewals."""

from collections.abc import Callable

from django.db import connection
from django.db.models import NOT_PROVIDED, Model
from psycopg2.extensions import adapt

from accounts.models import Account, Contract, ContractLine, TimelineEvent
from contacts.models import Contact, Person, Touchpoint, TouchpointContact
from retention.team.models import Team, TeamMembership, User
from retention.team.roles import Role

TEAMS = 5
MANAGERS = 40
MEASURED = "m0-0@bench.example"
"""Whose pages are measured: the first manager of the first team."""
PASSWORD = "bench-password-4711"  # noqa: S105 - of a thrown-away installation
TABLES = [
    "accounts_account",
    "contacts_person",
    "contacts_contact",
    "contacts_touchpoint",
    "contacts_touchpointcontact",
    "accounts_timelineevent",
    "accounts_contract",
    "accounts_contractline",
    "accounts_arrmovement",
    "renewals_renewal",
]

ACCOUNTS = """
INSERT INTO accounts_account (recorded_at, version, name, tier, stage, sector, country, city, time_zone, phone, website,
  currency, customer_since, definition_of_win, is_sample, health_band, arr, arr_base, owner_id, team_id)
SELECT now() - interval '400 days', 1, 'Account ' || md5(n::text) || ' ' || n, (ARRAY['A','B','C','C','D'])[1 + n %% 5], 'live', 'Sector ' || n %% 20,
  'GB', 'City ' || n %% 300, 'Europe/London', '', '', 'EUR', date '2022-01-01' + (n %% 900)::int, '', true, 'unknown',
  0, 0, o.id, o.team
FROM generate_series(1, %(accounts)s) n
JOIN (SELECT u.id, m.team_id AS team, row_number() OVER (ORDER BY u.id) - 1 AS place
      FROM team_user u JOIN team_teammembership m ON m.user_id = u.id WHERE u.role = 'account_manager') o
  ON o.place = n %% %(owners)s
"""
PEOPLE = """
INSERT INTO contacts_person (recorded_at, version, name, email, phone, language)
SELECT now() - interval '400 days', 1, 'Person ' || md5(n::text), 'p' || n || '@bench.example', '', '' FROM generate_series(1, %(accounts)s * 3) n
"""
CONTACTS = """
INSERT INTO contacts_contact (recorded_at, version, is_placeholder, title, buying_role, is_key, status, since, time_zone, country,
  subdivision, channels_preferred, channels_forbidden, preference_source, pause_reason, personal_note, account_id, person_id)
SELECT now() - interval '400 days', 1, false, 'Title', (ARRAY['decision_maker','champion','user_lead'])[1 + (p.id %% 3)::int], p.id %% 3 < 2, 'active',
  date '2025-01-01', 'Europe/London', 'GB', '', '{}', '{}', 'default', '', '', a.id, p.id
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM contacts_person) p
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_account) a ON a.place = p.place / 3
"""
TOUCHPOINTS = """
INSERT INTO contacts_touchpoint (happened_at, recorded_at, channel, direction, outcome, purpose, mood, minutes, subject,
  text, is_private, is_qualifying, is_current, account_id, logged_by_id)
SELECT t, t, 'call', 'outbound', CASE WHEN k %% 4 = 0 THEN 'no_answer' ELSE 'connected' END, 'relationship', (k %% 5) - 2, 15,
  '', 'What was said, number ' || k, false, k %% 4 <> 0, true, a.id, a.owner_id
FROM accounts_account a, generate_series(1, 10) k,
  LATERAL (SELECT now() - ((a.id * 7 + k * 37) %% 365) * interval '1 day' - k * interval '1 hour' AS t) at
"""
LINKS = """
INSERT INTO contacts_touchpointcontact (in_copy, contact_id, touchpoint_id)
SELECT false, c.first + t.id %% 3, t.id FROM contacts_touchpoint t
JOIN (SELECT account_id, min(id) AS first FROM contacts_contact GROUP BY account_id) c USING (account_id)
"""
TIMELINE = """
INSERT INTO accounts_timelineevent (at, kind, text, subject_type, subject_id, is_private, is_current, account_id, actor_id)
SELECT happened_at, 'touchpoint_logged', 'Call', 'touchpoint', id, false, true, account_id, logged_by_id FROM contacts_touchpoint
"""
CONTRACTS = """
INSERT INTO accounts_contract (recorded_at, version, reference, state, currency, signed_on, term_start, term_end, auto_renew,
  renewal_term_months, notice_value, notice_unit, notice_counted_from, note, is_history, account_id)
SELECT now() - interval '400 days', 1, 'C-' || id, 'active', 'EUR', s.day, s.day, s.day + 364, true, 12, 60, 'days', 'term_end', '', false, id
FROM accounts_account, LATERAL (SELECT current_date - (abs(hashint8(id)::bigint) %% 300)::int AS day) s
"""
LINES = """
INSERT INTO accounts_contractline (recorded_at, version, description, quantity, recurring_amount, period_months, arr, start_on, end_on,
  is_recurring, contract_id)
SELECT now() - interval '400 days', 1, 'Subscription', 1, v.amount, 12, v.amount, term_start, term_end, true, id
FROM accounts_contract, LATERAL (SELECT (1000 + id * 7919 %% 90000)::numeric AS amount) v
"""
STEPS = (
    ("accounts", Account, ACCOUNTS),
    ("people", Person, PEOPLE),
    ("contacts", Contact, CONTACTS),
    ("touchpoints", Touchpoint, TOUCHPOINTS),
    ("their people", TouchpointContact, LINKS),
    ("timeline", TimelineEvent, TIMELINE),
    ("contracts", Contract, CONTRACTS),
    ("lines", ContractLine, LINES),
)


def completed(model: type[Model], statement: str) -> str:
    """The statement with what else a row of the model needs: every other column at its default."""
    head, _, rest = statement.partition("(")
    columns, _, select = rest.partition(")")
    named = {name.strip() for name in columns.split(",")}
    for field in model._meta.concrete_fields:
        settled = field.null or field.primary_key or field.generated or field.db_default is not NOT_PROVIDED
        if field.column not in named and not settled:
            columns = f"{field.column}, {columns}"
            default = adapt(field.get_db_prep_save(field.get_default(), connection)).getquoted().decode()
            select = select.replace("SELECT ", f"SELECT {default.replace('%', '%%')}, ", 1)
    return f"{head}({columns}){select}"


def make_users() -> User:
    """Teams with managers; the first manager is the one who is measured."""
    managers: list[User] = []
    for number in range(TEAMS):
        team = Team.objects.create(name=f"Team {number}")
        for place in range(MANAGERS):
            email = f"m{number}-{place}@bench.example"
            user = User(
                email=email, name=f"Manager {number}-{place}", role=Role.ACCOUNT_MANAGER, password="!"
            )
            managers.append(user)
            user.save()
            TeamMembership.objects.create(user=user, team=team)
    managers[0].set_password(PASSWORD)
    managers[0].save(update_fields=["password"])
    return managers[0]


def generate(accounts: int, say: Callable[[str], None]) -> None:
    """Fill an empty database. Audit triggers rest meanwhile: nobody did any of this."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, model, statement in STEPS:
            cursor.execute(completed(model, statement), {"accounts": accounts, "owners": TEAMS * MANAGERS})
            say(f"{cursor.rowcount:,} {name}")
        if connection.in_atomic_block:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
