"""What an acceptance run says: every figure as it is measured, every expectation as it is met or missed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Report:
    """Figures and expectations, told as they come."""

    say: Callable[[str], None]
    missed: list[str] = field(default_factory=list)

    def figure(self, name: str, value: object) -> None:
        """One figure."""
        self.say(f"      {name}: {value}")

    def expect(self, text: str, holds: bool) -> None:
        """Something that must hold; the run goes on, and fails at its end."""
        self.say(f"  {'ok  ' if holds else 'MISS'} {text}")
        if not holds:
            self.missed.append(text)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A step with its duration; what breaks in it is told and the run goes on."""
        self.say(title)
        started = time.monotonic()
        try:
            yield
        except Exception as error:
            self.expect(f"{title} ended: {type(error).__name__}: {str(error)[:300]}", False)
        self.figure("seconds", f"{time.monotonic() - started:.1f}")
