"""Every component in every state: no barrier, nothing refused by the policy, no sideways scrolling."""

import pytest

from retention.team.models import User

from .visitor import OpenWindow


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_components_have_no_barriers(open_window: OpenWindow, ada: User, width: int, dark: bool) -> None:
    window = open_window(ada, width=width, dark=dark)
    window.go("/style/")
    assert window.barriers() == ""


def test_components_never_scroll_sideways(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.go("/style/")
    assert window.overflow() == {}


def test_a_link_of_the_error_summary_puts_the_focus_into_its_field(
    open_window: OpenWindow, ada: User
) -> None:
    window = open_window(ada)
    window.go("/style/")
    assert window.focused().get_attribute("data-error-summary") is not None
    window.page.get_by_role("link", name="Yearly amount, EUR: Enter a number.").click()
    assert window.focused().input_value() == "184k or so"


def test_rows_are_walked_by_j_and_k_and_letters_in_a_field_stay_letters(
    open_window: OpenWindow, ada: User
) -> None:
    window = open_window(ada)
    window.go("/style/")
    window.press("j", "j")
    assert window.focused().inner_text() == "Find out who replaces Dr Anand as sponsor"
    window.press("k")
    assert window.focused().inner_text() == "Call Jonas Weller before the renewal talk"
    note = window.page.get_by_label("Note").last
    note.fill("")
    note.press_sequentially("jkj?")
    assert note.input_value() == "jkj?"
    assert not window.page.locator("dialog").is_visible()


def test_the_question_mark_lists_the_keys_and_a_reader_can_switch_single_keys_off(
    open_window: OpenWindow, ada: User
) -> None:
    window = open_window(ada)
    window.go("/style/")
    window.press("?")
    assert "Mark the row done" in window.page.get_by_role("dialog").inner_text()
    window.press("Escape")
    User.objects.filter(pk=ada.pk).update(single_keys=False)
    window.go("/style/")
    window.press("?")
    assert not window.page.locator("dialog").is_visible()


def test_the_chosen_theme_wins_over_the_device(open_window: OpenWindow, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(theme="dark")
    window = open_window(ada, dark=False)
    window.go("/style/")
    assert window.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"
