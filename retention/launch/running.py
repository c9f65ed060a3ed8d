"""`make run`: from nothing to an address that answers, and kept so until Ctrl-C."""

from collections.abc import Sequence
from dataclasses import replace

from .choices import Choices, require_free_port
from .parts import Part
from .probe import ask_health
from .refusals import CannotStart
from .schema import Schema
from .stack import Stack, has_command, opened
from .supervisor import Stopped
from .telling import Teller

GREEN_WITHIN = 60.0  # seconds
DEMO_NOTE = "demo.txt"  # there once it was loaded
MIGRATE_CHATTER = (
    "Operations to perform",
    "Apply all migrations",
    "Running migrations",
    "No migrations to apply",
)


def run(choices: Choices, teller: Teller) -> int:
    """Start everything and look after it; the exit code."""
    try:
        with opened(choices, teller) as stack:
            require_free_port(choices.host, choices.port)
            if complaint := bring_up(stack, teller):  # such as mails that no server takes: people can work
                teller.step(f"Keel answers, but is not healthy: {complaint}")
            teller.step(f"running: {', '.join(stack.supervisor.running)}")
            teller.step(f"Keel is ready: {choices.url}   (Ctrl-C stops it)")
            stack.supervisor.watch()
            teller.step("stopping")
    except Stopped:
        return 130
    return 0


def bring_up(stack: Stack, teller: Teller) -> str:
    """Servers, schema, demo company on the first start, the product; what /healthz complains of."""
    teller.step(f"data in {stack.data.path}")
    stack.start_servers()
    prepare_database(stack, teller)
    product = stack.product()
    if stack.choices.with_demo:
        _load_demo_once(stack, product, teller)
    stack.supervisor.start(product)
    return wait_until_green(stack)


def prepare_database(stack: Stack, teller: Teller) -> None:
    """Bring the schema to this version. Raises CannotStart when a migration fails."""
    schema = Schema(stack.data.path, stack.environment["DATABASE_URL"])
    if schema.is_current():
        return
    teller.step("bringing the database up to date")
    job = stack.django("migrate", "migrate", "--no-input", "--skip-checks")
    if stack.supervisor.run(replace(job, hushed=MIGRATE_CHATTER)):
        raise CannotStart("the database could not be brought up to date; the reason stands above")
    schema.note()


def _load_demo_once(stack: Stack, product: Sequence[Part], teller: Teller) -> None:
    """Make the demo company; what only answers starts meanwhile, on the other core."""
    note = stack.data.path / DEMO_NOTE
    if note.exists():
        if note.stat().st_size:  # empty after a restore
            teller.step(f"the demo company's sign-ins stand in {note}")
        return
    if not has_command("load_demo"):
        return
    teller.step("first start: making a demo company with a year of history")
    draft = note.with_suffix(".part")
    draft.unlink(missing_ok=True)
    stack.supervisor.begin(part for part in product if part.waits_to_be_asked)
    if stack.supervisor.run(replace(stack.django("demo", "load_demo"), copy_to=draft)):
        raise CannotStart("the demo company could not be made; see above (KEEL_DEMO=0 starts without)")
    draft.replace(note)


def wait_until_green(stack: Stack) -> str:
    """What /healthz still complains of when it is not green in time; nothing when it is."""
    is_green, said = False, "nothing answers"

    def look() -> bool:
        nonlocal is_green, said
        is_green, said = ask_health(f"{stack.choices.probe_url}/healthz")
        return is_green

    stack.supervisor.watch(until=look, seconds=GREEN_WITHIN)
    if stack.supervisor.is_stopping:
        raise Stopped
    return "" if is_green else said
