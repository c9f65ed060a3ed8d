"""The frame around every page: menus, the end of a session, the way for the keyboard."""

from retention.team.models import User

from .visitor import OpenWindow


def test_a_first_visit_asks_for_six_things(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.go("/day/")
    window.page.wait_for_load_state("networkidle")
    assert len(asked) <= 6, asked


def test_a_menu_closes_on_escape_and_gives_the_focus_back(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.go("/style/")
    menu = window.page.locator("details.me")
    menu.locator("summary").click()
    assert menu.get_by_role("button", name="Keyboard shortcuts").is_visible()
    assert window.barriers() == ""
    window.press("Escape")
    assert menu.get_attribute("open") is None
    window.press("Enter")
    window.page.get_by_role("heading", name="Visual language").click()
    assert menu.get_attribute("open") is None


def test_the_end_of_a_session_is_announced_and_can_be_put_off(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.page.clock.install()
    window.go("/style/")
    window.page.clock.fast_forward("02:54:00")
    assert "You will be signed out" not in window.status()
    window.page.clock.fast_forward("00:02:00")
    assert "You will be signed out at" in window.status()
    window.page.get_by_role("button", name="Stay signed in").click()
    window.page.get_by_text("You stay signed in.").wait_for()


def test_the_first_tab_stop_skips_to_the_content(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.go("/style/form/")
    window.press("Tab", "Enter")
    assert window.page.evaluate("location.hash") == "#main"


def test_every_stop_of_the_keyboard_is_visible_and_not_covered(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada, width=390, height=844)
    window.go("/style/form/")
    hidden = []
    for _ in range(40):
        window.press("Tab")
        seen = window.page.evaluate(SEEN)
        if seen:
            hidden.append(seen)
    assert hidden == []


SEEN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it.matches('.skip')) return '';
  const box = it.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const ring = getComputedStyle(it).outlineStyle;
  const seen = at && (it.contains(at) || at.contains(it)) && ring !== 'none';
  return seen ? '' : `${it.outerHTML.slice(0, 80)} outline ${ring} under ${at?.className}`;
}"""


def test_printing_leaves_out_the_navigation(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.go("/style/")
    window.page.emulate_media(media="print")
    assert not window.page.locator(".side").is_visible()
    assert window.page.get_by_role("heading", name="Needs you now").is_visible()
