"""How every form behaves: in the dialog, as a page without JavaScript, refused, and interrupted."""

from playwright.sync_api import expect

from retention.team.models import User

from .visitor import OpenWindow, Visitor


def opened(window: Visitor) -> Visitor:
    """The style page with its form open in the dialog."""
    window.go("/style/")
    window.page.get_by_role("link", name="Open a form").click()
    window.page.get_by_role("dialog").get_by_label("Renewal date").wait_for()
    return window


def fill(window: Visitor, amount: str) -> None:
    """Everything the form asks for."""
    form = window.page.locator("form[data-draft]")
    form.get_by_label("Renewal date").fill("2027-01-31")
    form.get_by_label("Yearly amount, EUR").fill(amount)
    form.get_by_text("Good", exact=True).click()


def test_a_refused_form_stays_open_with_what_was_typed_and_the_focus_on_the_errors(
    open_window: OpenWindow, ada: User
) -> None:
    window = opened(open_window(ada))
    window.forgive("422")
    fill(window, "184k or so")
    window.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    dialog = window.page.get_by_role("dialog")
    expect(dialog.locator("[data-error-summary]")).to_be_focused()
    assert dialog.get_by_label("Yearly amount, EUR").input_value() == "184k or so"
    assert window.barriers() == ""


def test_a_saved_form_closes_the_dialog_and_says_so_in_the_status_line(
    open_window: OpenWindow, ada: User
) -> None:
    window = opened(open_window(ada))
    fill(window, "184000")
    window.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    window.page.get_by_text("Saved an amount of 184000.").wait_for()
    assert not window.page.get_by_role("dialog").is_visible()
    expect(window.page.get_by_role("link", name="Open a form")).to_be_focused()


def test_escape_closes_the_dialog_and_gives_the_focus_back(open_window: OpenWindow, ada: User) -> None:
    window = opened(open_window(ada))
    window.press("Escape")
    assert not window.page.get_by_role("dialog").is_visible()
    expect(window.page.get_by_role("link", name="Open a form")).to_be_focused()


def test_text_survives_a_closed_window_until_the_server_has_it(open_window: OpenWindow, ada: User) -> None:
    window = opened(open_window(ada))
    window.page.get_by_role("dialog").get_by_label("Note").fill("Trainers confirmed for 2 December")
    window = opened(window)
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_text("Your unsaved text is back").wait_for()
    assert dialog.get_by_label("Note").input_value() == "Trainers confirmed for 2 December"
    fill(window, "184000")
    dialog.get_by_role("button", name="Save").click()
    window.page.get_by_text("Saved an amount").wait_for()
    window = opened(window)
    assert window.page.get_by_role("dialog").get_by_label("Note").input_value() == ""


def test_a_draft_belongs_to_its_writer_alone(open_window: OpenWindow, ada: User, db: None) -> None:
    window = opened(open_window(ada))
    window.page.get_by_role("dialog").get_by_label("Note").fill("Only Ada's")
    window.page.wait_for_timeout(400)
    other = User.objects.create_user("second@keel.test", name="Second Admin", role="admin")
    window.context.clear_cookies()
    opened(window.sign_in(other))
    assert window.page.get_by_role("dialog").get_by_label("Note").input_value() == ""


def test_the_form_is_a_page_without_javascript(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada, javascript=False)
    window.go("/style/")
    window.follow(window.page.get_by_role("link", name="Open a form"))
    fill(window, "184000")
    window.follow(window.page.get_by_role("button", name="Save"))
    assert "Saved an amount of 184000." in window.status()


def test_a_page_form_forgets_its_draft_once_the_server_has_it(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.go("/style/form/")
    fill(window, "184000")
    window.page.get_by_label("Note").fill("Kept while it travels")
    window.follow(window.page.get_by_role("button", name="Save"))
    assert "Saved an amount" in window.status()
    window.go("/style/form/")
    assert window.page.get_by_label("Note").input_value() == ""


def test_a_lost_connection_is_said_and_nothing_typed_is_lost(open_window: OpenWindow, ada: User) -> None:
    window = opened(open_window(ada))
    window.forgive("net::ERR")
    window.forgive("htmx:")
    fill(window, "184000")
    window.context.set_offline(True)
    window.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    window.page.get_by_role("dialog").get_by_text("no connection").wait_for()
    assert window.page.get_by_role("dialog").get_by_label("Yearly amount, EUR").input_value() == "184000"


def test_a_page_form_keeps_what_was_refused_on_its_page(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.forgive("422")
    window.go("/style/form/")
    fill(window, "184k or so")
    window.follow(window.page.get_by_role("button", name="Save"))
    expect(window.page.locator("main [data-error-summary]")).to_be_focused()
    assert window.page.get_by_label("Yearly amount, EUR").input_value() == "184k or so"


def test_a_form_that_is_gone_says_so_in_the_dialog(open_window: OpenWindow, ada: User) -> None:
    window = open_window(ada)
    window.forgive("404")
    window.go("/style/")
    link = window.page.get_by_role("link", name="Open a form")
    link.evaluate("link => link.setAttribute('href', '/style/gone/')")
    link.click()
    window.page.get_by_role("dialog").get_by_text("This is no longer here").wait_for()
    assert "One moment" not in window.page.get_by_role("dialog").inner_text()
