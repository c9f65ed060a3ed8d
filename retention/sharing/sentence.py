"""How a shared plan stands, in one sentence. Pure."""

from .shown import OURS, THEIRS, SharedGoal, SharedStep, SharedTarget


def status_sentence(
    goals: tuple[SharedGoal, ...], targets: tuple[SharedTarget, ...], steps: tuple[SharedStep, ...]
) -> str:
    """How we stand, in one sentence: how much is measured and on the way, and what is open on which side."""
    known = [goal for goal in goals if goal.way is not None]
    told = []
    if targets:
        good = sum(row.standing in ("On track", "Reached", "Confirmed") for row in targets)
        told.append(f"{good} of {len(targets)} target{_s(len(targets))} {_is(good, len(targets))} on track")
    elif goals:
        told.append(f"{len(known)} of {len(goals)} goal{_s(len(goals))} {_is(len(known), len(goals))} known")
    ours = sum(step.is_open and step.side == OURS for step in steps)
    theirs = sum(step.is_open and step.side == THEIRS for step in steps)
    late = sum(step.is_late for step in steps)
    if steps:
        what = f"{ours} step{_s(ours)} of ours and {theirs} of yours {_is(ours + theirs)} open"
        told.append(what + (f", {late} of them late" if late else ""))
    return f"{'; '.join(told)}." if told else "Nothing has been put on this plan yet."


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _is(*counts: int) -> str:
    return "is" if 1 in counts else "are"
