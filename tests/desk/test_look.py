"""Promises about what the browser gets: weight, and contrast in both themes."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from retention.lib.bundles import LIBRARY, NotBundled, joined_scripts, joined_styles

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}


def compressed(text: str) -> int:
    """Bytes after gzip, as a browser fetches them."""
    return len(gzip.compress(text.encode(), 9))


def weight(pattern: str) -> int:
    """Bytes of files as they lie there."""
    return sum(path.stat().st_size for path in STATIC.glob(pattern))


def test_all_styles_together_weigh_at_most_24_kilobytes() -> None:
    assert compressed(joined_styles(STATIC)) <= 24 * 1024


def test_our_scripts_weigh_at_most_12_kilobytes_and_htmx_17() -> None:
    assert compressed((STATIC / LIBRARY).read_text()) <= 17 * 1024
    assert compressed(joined_scripts(STATIC)) <= (12 + 17) * 1024


def test_the_font_weighs_at_most_48_kilobytes() -> None:
    assert weight("fonts/*.woff2") <= 48 * 1024


def test_a_first_visit_needs_at_most_100_kilobytes_beside_the_page() -> None:
    drawn = sum(compressed(path.read_text()) for path in STATIC.glob("img/*.svg"))
    travels = compressed(joined_styles(STATIC)) + compressed(joined_scripts(STATIC))
    assert weight("fonts/*.woff2") + drawn + travels <= 100 * 1024


def test_every_style_sheet_and_script_travels() -> None:
    styles, scripts = joined_styles(STATIC), joined_scripts(STATIC)
    for path in STATIC.glob("css/*.css"):
        assert path.read_text() in styles
    for path in STATIC.glob("js/*.js"):
        assert f"const ${path.stem} = " in scripts
    assert scripts.index("const $status = ") < scripts.index("const $session = ")


def test_a_script_that_cannot_be_joined_is_refused(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "vendor").mkdir()
    (tmp_path / LIBRARY).write_text("")
    (tmp_path / "js" / "main.js").write_text('import * as all from "./other.js";\n')
    with pytest.raises(NotBundled, match="main"):
        joined_scripts(tmp_path)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


SURFACES = ("page", "surface", "canvas", "sunken", "hover")
TEXT = [(ink, surface) for ink in ("ink", "ink-2", "ink-3", "accent-ink") for surface in SURFACES]
TEXT += [("at-risk-ink", "surface"), ("on-accent", "accent"), ("on-accent", "accent-hover"), ("page", "ink")]
TEXT += [("accent-ink", "accent-tint"), ("ink-2", "accent-tint")]
TEXT += [(f"{state}-ink", f"{state}-tint") for state in ("healthy", "watch", "at-risk", "unknown")]
SHAPES = [(shape, surface) for shape in ("healthy", "watch", "at-risk", "unknown", "accent", "line-strong")
          for surface in ("surface", "page")]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme: str) -> None:
    weak = {pair: contrast(COLOURS[pair[0]][theme], COLOURS[pair[1]][theme]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shapes_and_edges_of_controls_have_a_contrast_of_at_least_three(theme: str) -> None:
    weak = {pair: contrast(COLOURS[pair[0]][theme], COLOURS[pair[1]][theme]) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_every_colour_that_a_style_uses_is_a_token() -> None:
    known = set(re.findall(r"--([a-z0-9-]+):", TOKENS))
    used = {
        (path.name, name)
        for path in STATIC.glob("css/*.css")
        for name in re.findall(r"var\(--([a-z0-9-]+)", path.read_text())
    }
    assert {each for each in used if each[1] not in known} == set()


def test_only_tokens_name_colours() -> None:
    loose = {
        (path.name, colour)
        for path in STATIC.glob("css/*.css")
        if path.name not in ("tokens.css", "print.css")
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*{)", path.read_text())
    }
    assert loose == set()


STATES = {"healthy", "watch", "at_risk", "unknown"}


def classes(template: str) -> set[str]:
    """The class names in a template; what is put together from parts is left out."""
    found: set[str] = set()
    for value in re.findall(r'class="([^"]*)"', re.sub(r"{#.*?#}", "", template)):
        plain = re.sub(r"\S*{{.*?}}\S*", " ", re.sub(r"{%.*?%}", " ", value))
        found |= {name for name in plain.split() if not name.endswith("-")}
    return found - STATES


def test_every_class_that_a_page_uses_is_drawn() -> None:
    styles = "".join(path.read_text() for path in STATIC.rglob("*.css"))
    drawn = set(re.findall(r"\.([a-zA-Z_][\w-]*)", styles))
    pages = [
        path for path in TEMPLATES.rglob("*.html") if "_mail" not in path.name and "email" not in path.parts
    ]
    used = {(path.name, name) for path in pages for name in classes(path.read_text())}
    assert {each for each in used if each[1] not in drawn} == set()
