"""Components say their facts in words first; what is missing is said, never guessed."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from retention.desk.formats import day_text, reader_today

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
SPRITE = (Path(settings.BASE_DIR) / "static" / "img" / "icons.svg").read_text()


def drawn(source: str, **context: object) -> str:
    return re.sub(r"\s+", " ", Template(source).render(Context(context))).strip()


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


@pytest.mark.parametrize(
    ("state", "score", "said"),
    [
        ("healthy", 81.6, "Healthy 81"),
        ("watch", 58, "Watch 58"),
        ("at_risk", 0, "At risk 0"),
        ("watch", None, "Watch"),
        ("unknown", 50, "No score"),
        ("unknown", None, "No score"),
        (None, 70, "No score"),
        ("green", 70, "No score"),
    ],
)
def test_a_badge_says_the_state_in_words(state: str | None, score: float | None, said: str) -> None:
    badge = drawn("{% health_badge state score %}", state=state, score=score)
    assert words(badge) == said
    assert ("is-unknown" in badge) == (said == "No score")


def test_a_badge_can_lead_to_its_reasons() -> None:
    assert 'href="/accounts/3/#why"' in drawn('{% health_badge "watch" 58 href="/accounts/3/#why" %}')


@pytest.mark.parametrize(
    ("tag", "said", "painted"),
    [
        ("{% delta -9 %}", "▼ down 9", "worse"),
        ('{% delta 9 period="in 30 days" %}', "▲ up 9 in 30 days", "better"),
        ('{% delta 225 worse="up" unit="k" %}', "▲ up 225k", "worse"),
        ('{% delta 2 worse="none" %}', "▲ up 2", "same"),
        ("{% delta 0 %}", "no change", "same"),
    ],
)
def test_a_change_has_sign_word_and_period(tag: str, said: str, painted: str) -> None:
    assert words(drawn(tag)) == said
    assert f"delta-{painted}" in drawn(tag)


@pytest.mark.parametrize(
    "tag",
    [
        '{% money None "EUR" %}',
        "{{ none|day }}",
        "{{ none|moment }}",
        "{{ none|since }}",
        "{{ none|due }}",
        "{{ none|number }}",
        "{{ none|percent }}",
        "{% delta None %}",
        '{% missing "no sponsor" %}',
    ],
)
def test_a_missing_value_is_a_dash_with_a_spoken_reason(tag: str) -> None:
    markup = drawn(tag, none=None)
    assert '<span class="muted" aria-hidden="true">—</span>' in markup
    assert re.search(r'<span class="vh">[a-z ]+</span>', markup)


def test_zero_is_a_value_and_not_missing() -> None:
    assert words(drawn('{% money 0 "EUR" %} {{ 0|number }} {{ 0|percent }}')) == "€0 0 0%"


def test_what_people_typed_is_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    row = SimpleNamespace(id="q", title=bad, url="#", account=bad, account_url="#", reason=bad, state="watch",
                          score=1, amount=None, change=None, done_url="#", snooze_url="#", action_url="#",
                          action_text=bad)  # fmt: skip
    entry = SimpleNamespace(title=bad, when=bad, body=bad, tags=[{"text": bad}])
    for name, context in (
        ("queue_row", {"row": row}),
        ("timeline_entry", {"entry": entry}),
        ("person_row", {"name": bad, "note": bad, "end": bad}),
        ("empty", {"title": bad, "text": bad, "kind": "no_match"}),
        ("status_line", {"text": bad, "kind": "done"}),
        ("record_head", {"name": bad, "meta": [bad]}),
    ):
        assert "<script>" not in render_to_string(f"components/{name}.html", context), name


def test_a_day_by_which_something_is_to_be_done_is_late_when_it_is_past() -> None:
    today = reader_today()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    late = drawn('{% deadline day "none planned" %}', day=yesterday)
    assert late.startswith('<span class="late">') and words(late) == day_text(yesterday)
    assert [drawn("{% deadline day %}", day=day) for day in (today, tomorrow)] == [
        f"<span>{day_text(today)}</span>",
        f"<span>{day_text(tomorrow)}</span>",
    ]
    assert drawn("{% dated day %}", day=yesterday) == day_text(yesterday)
    for tag in ("deadline", "dated"):
        assert words(drawn(f'{{% {tag} None "never spoken to" %}}')) == "— never spoken to"


@pytest.mark.parametrize("name", ["account", "renewal", "contact", "touchpoint"])
def test_a_records_page_is_where_url_says(name: str) -> None:
    for pk in (1, 7_000_000_007, 2**63 - 1):
        assert drawn(f'{{% record_url "{name}" pk %}}', pk=pk) == reverse(name, args=[pk])


def test_a_page_without_an_id_is_no_records_page() -> None:
    for name in ("accounts", "nowhere"):
        with pytest.raises(NoReverseMatch):
            drawn(f'{{% record_url "{name}" 3 %}}')


def test_a_label_of_a_button_names_the_thing() -> None:
    ring = render_to_string("components/done_ring.html", {"url": "/x/", "label": "Mark done: Call Jonas"})
    assert 'aria-label="Mark done: Call Jonas"' in ring and 'method="post"' in ring


def test_a_pager_without_neighbours_is_not_there() -> None:
    assert not render_to_string("components/pager.html", {"pager": SimpleNamespace()}).strip()


class Sample(forms.Form):
    due_on = forms.DateField(label="Renewal date", help_text="The first day after the term.")
    mood = forms.ChoiceField(label="Mood", widget=forms.RadioSelect, choices=[("1", "Good"), ("0", "Mixed")])
    note = forms.CharField(label="Note", required=False)


def test_every_mistake_is_a_link_to_its_field_and_names_it() -> None:
    form = Sample({"due_on": "31.02.2027"})
    summary = drawn("{% error_summary form %}", form=form)
    assert '<a href="#id_due_on">Renewal date: Enter a valid date.</a>' in summary
    assert '<a href="#div_id_mood">Mood: This field is required.</a>' in summary
    assert "There are 2 things to fix" in summary
    assert 'id="div_id_mood"' in drawn("{% field form.mood %}", form=form)


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Sample()) == ""


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    form = Sample({"due_on": "31.02.2027"})
    markup = drawn("{% field form.due_on %}", form=form)
    described = re.search(r'aria-describedby="([^"]+)"', markup)
    assert described and set(described[1].split()) == {"id_due_on_helptext", "id_due_on_error"}
    assert all(f'id="{each}"' in markup for each in described[1].split())
    assert 'value="31.02.2027"' in markup and 'aria-invalid="true"' in markup


def test_what_is_optional_is_marked_and_what_is_required_is_not() -> None:
    assert "(optional)" in drawn("{% field form.note %}", form=Sample())
    assert "(optional)" not in drawn("{% field form.due_on %}", form=Sample())


class Filter(forms.Form):
    owner = forms.CharField(required=False)
    tier = forms.CharField(required=False)


def test_in_a_filter_nothing_is_marked_because_nothing_is_required() -> None:
    assert "(optional)" not in drawn("{% field form.owner %}", form=Filter())


def test_crispy_draws_the_same_summary() -> None:
    markup = drawn("{% load crispy_forms_tags %}{% crispy form %}", form=Sample({}))
    assert "data-error-summary" in markup and '<a href="#id_due_on">' in markup


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_component_says_its_arguments_in_its_first_line(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert first.startswith(f"{{# {path.stem}: ") and first.endswith("#}"), first


FRAME = {"head", "side", "topbar", "tabbar", "dialog", "message", "mark", "meter", "dots", "stacked", "strip",
         "health_badge", "avatar", "field", "field_error", "error_summary"}  # fmt: skip


def test_every_component_is_listed_for_those_who_build_pages() -> None:
    listed = (COMPONENTS / "README.md").read_text()
    names = {path.stem for path in COMPONENTS.glob("[!_]*.html")} - FRAME
    assert {name for name in names if f"`{name}`" not in listed} == set()


def test_every_icon_that_a_template_names_exists() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    named = {
        (path.name, name)
        for path in templates.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z_]+)"', path.read_text())
    }
    assert {(path, name) for path, name in named if f'id="i-{name}"' not in SPRITE} == set()
