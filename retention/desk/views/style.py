"""The style page: every component in every state, for those who build and check pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import trigger_client_event

from retention.desk import style_samples as samples
from retention.desk.words import answer, fact, sentence
from retention.team.visibility import runs_the_workspace

TOKENS = (
    ("Surfaces", "page canvas surface sunken hover line line-2 line-strong"),
    ("Ink and action", "ink ink-2 ink-3 accent accent-ink accent-tint"),
    ("Health colours", "healthy watch at-risk unknown healthy-tint watch-tint at-risk-tint unknown-tint"),
)


def style_form(request: HttpRequest) -> HttpResponse:
    """A form as every form behaves: a page, or in the dialog; refused with 422, saved with a status line."""
    if not runs_the_workspace(request.user):
        raise Http404
    form = samples.SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = f"Saved an amount of {form.cleaned_data['amount']}."
        if request.htmx:  # type: ignore[attr-defined]
            answered = render(request, "desk/_style_saved.html", {"text": said})
            answered["HX-Reswap"] = "none"
            return trigger_client_event(answered, "close-dialog")
        messages.success(request, said)
        return redirect("style")
    template = "desk/_style_form.html" if request.htmx else "desk/style_form.html"  # type: ignore[attr-defined]
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def style(request: HttpRequest) -> HttpResponse:
    """Admins only; for everybody else the page is not there."""
    if not runs_the_workspace(request.user):
        raise Http404
    typed = {"due_on": "31.02.2027", "amount": "184k or so", "tier": "A"}
    refused = samples.SampleForm(typed, auto_id="refused_%s")
    refused.is_valid()
    return render(
        request,
        "desk/style.html",
        {
            "answer": answer(
                sentence("Word first, shape second, {last}.", last=fact("colour third")),
                sentence("Every number {link}.", link=fact("leads to its list", "#tables")),
            ),
            "token_groups": [(title, names.split()) for title, names in TOKENS],
            "queue": samples.queue(),
            "timeline": samples.timeline(),
            "facts": samples.facts(),
            "steps": samples.steps(),
            "line": samples.health_chart(),
            "spark": samples.spark(),
            "scatter": samples.scatter_chart(),
            "scatter_narrow": samples.scatter_chart(width=330),
            "trends": samples.trends_chart(),
            "trends_narrow": samples.trends_chart(columns=1, width=326),
            "form": samples.SampleForm(prefix="fresh"),
            "refused": refused,
            **samples.navigation(),
        },
    )
