"""The content security policy stands on every answer."""

from django.http import HttpRequest, HttpResponse
from django.test import Client

from retention.lib.csp import HEADER, POLICY, ContentSecurityPolicyMiddleware


def answer_with(response: HttpResponse) -> HttpResponse:
    made = ContentSecurityPolicyMiddleware(lambda _: response)(HttpRequest())
    assert isinstance(made, HttpResponse)
    return made


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    text = answer_with(HttpResponse())[HEADER]
    assert "default-src 'none'" in text and "frame-ancestors 'none'" in text
    assert "unsafe" not in text and "http" not in text


def test_an_answer_may_bring_a_policy_of_its_own() -> None:
    own = HttpResponse(headers={HEADER: "default-src 'none'"})
    assert answer_with(own)[HEADER] == "default-src 'none'"


def test_every_page_carries_it_also_when_it_is_not_found(client: Client, db: None) -> None:
    response = client.get("/sign-in/no-such-page/")
    assert response.status_code in (302, 404)
    assert response[HEADER].startswith("default-src 'none'")


def test_every_directive_is_said_once() -> None:
    text = answer_with(HttpResponse())[HEADER]
    assert [part.split()[0] for part in text.split("; ")] == list(POLICY)
