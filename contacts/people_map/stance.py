"""What to do with somebody, by influence and attitude (docs/methods.md, Influence and attitude). Pure."""

HIGH, MIDDLE = 4, 2

_ADVICE = {
    ("high", -1): "Contain: let our sponsor meet them, find the cause, never bypass them",
    ("high", 0): "Win: the first to develop",
    ("high", 1): "Leverage: ask for references, plan together, protect",
    ("middle", -1): "Address through their peers",
    ("middle", 0): "Educate",
    ("middle", 1): "Multiply: ask for introductions",
    ("low", -1): "Listen",
    ("low", 0): "Inform",
    ("low", 1): "Keep warm",
}


def advice(influence: int | None, attitude: int | None) -> str:
    """The cell of the grid; empty while nobody rated the influence. Unknown attitude reads as neutral."""
    if influence is None:
        return ""
    height = "high" if influence >= HIGH else "middle" if influence >= MIDDLE else "low"
    stance = attitude or 0
    return _ADVICE[height, (stance > 0) - (stance < 0)]
