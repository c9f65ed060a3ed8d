"""The forecast: where a quarter will end, how wrong we were, and a lead's word on it."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from retention.lib.clock import database_now
from retention.lib.zones import local_day
from retention.renewals.actions.freezing import freeze_forecast
from retention.renewals.models import ForecastSnapshot
from retention.renewals.quarters import Quarter, quarter_named, quarter_of
from retention.team.models import Team
from retention.team.visibility import teams_led_by, teams_seen_by

from ..editing import form_page
from ..figures.files import as_file, chained
from ..forecast_forms import FreezeForm
from ..formats import long_day_text, money_text
from ..lists import address
from ..parts import Chip, Segment
from ..reader import reader
from ..renewals.family import family
from ..renewals.forecast_file import TABLES, asked_rows, kept_rows
from ..renewals.forecast_page import OUT_WORDS, ForecastPage, forecast_page
from ..words import answer, fact, sentence


def _quarter(request: HttpRequest) -> Quarter:
    """The one asked for, else the one of the reader's day."""
    today = local_day(database_now(), reader(request).time_zone)
    return quarter_named(request.GET.get("period", "")) or quarter_of(today)


def _team(request: HttpRequest) -> Team | None:
    asked = request.GET.get("team", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return teams_seen_by(reader(request)).filter(pk=int(asked)).first()


def quarter_in_words(quarter: Quarter) -> str:
    """January to March 2027."""
    first, last = long_day_text(quarter.first).split()[1], long_day_text(quarter.last).split()[1]
    return _("{first} to {last} {year}").format(first=first, last=last, year=quarter.first.year)


def _answer(page: ForecastPage) -> SafeString:
    sums, code = page.sums, page.currency
    if not sums.open_n and not sums.closed_n:
        return answer(sentence(_("Nothing renews in this quarter.")))
    first = sentence(
        _("{atr} is up for renewal, the team calls {said} of it."),
        atr=fact(money_text(sums.atr, code, "short"), f"/renewals/?period={page.quarter.name}"),
        said=fact(money_text(sums.most_likely, code, "short"), "#call"),
    )
    if sums.weighted is None or sums.estimated_n < sums.open_n:
        return answer(first)
    return answer(
        first,
        sentence(_("The system expects {sum}."), sum=fact(money_text(sums.weighted, code, "short"))),
    )


def _chips(request: HttpRequest, page: ForecastPage) -> list[Chip]:
    """The quarters around, and the teams the reader sees."""
    path, query, now = request.path, request.GET, page.quarter
    chips = [
        Chip(quarter.name, address(path, query, period=quarter.name), current=quarter == now)
        for quarter in (now.shifted(-1), now, now.shifted(1))
    ]
    if len(page.teams) > 1:
        chips.append(Chip(_("All teams"), address(path, query, without=("team",)), current=page.team is None))
        chips += [
            Chip(team.name, address(path, query, team=str(team.pk)), current=team == page.team)
            for team in page.teams
        ]
    return chips


def forecast(request: HttpRequest, segments: Sequence[Segment]) -> HttpResponse:
    """One quarter: the calls added up, the change since Monday, the accuracy of the last four quarters."""
    user = reader(request)
    today = local_day(database_now(), user.time_zone)
    page = forecast_page(user, _quarter(request), _team(request), on=today)
    context = {
        "page": page,
        "answer": _answer(page),
        "period": quarter_in_words(page.quarter),
        "tabs": family(user, "renewals"),
        "segments": segments,
        "chips": _chips(request, page),
        "files": {
            name: address(reverse("forecast_file"), request.GET, without=("layout",), table=name)
            for name in (*TABLES, "kept")
        },
        "out": [
            (line, OUT_WORDS[line.code], address(reverse("renewals"), QueryDict(""), **line.asks))
            for line in page.out
        ],
        "may_freeze": teams_led_by(user).exists(),
    }
    return render(request, "desk/renewals/forecast.html", context)


@require_safe
def forecast_file(request: HttpRequest) -> StreamingHttpResponse:
    """A table of the forecast, or the snapshots kept of its quarter, as a file for a spreadsheet."""
    user, quarter, team = reader(request), _quarter(request), _team(request)
    page = forecast_page(user, quarter, team, on=local_day(database_now(), user.time_zone))
    table = request.GET.get("table", "sums")
    if table in TABLES:
        return as_file(f"forecast-{table}", chained(asked_rows(page), TABLES[table](page)))
    if table != "kept":
        raise Http404
    kept = ForecastSnapshot.objects.visible_to(user).filter(period=quarter.first)
    kept = kept.filter(team=team) if team else kept
    return as_file("forecast-kept", chained(asked_rows(page), kept_rows(kept)))


@require_http_methods(["GET", "HEAD", "POST"])
def forecast_freeze(request: HttpRequest) -> HttpResponse:
    """Keep the forecast of a team as it stands, with the lead's comment."""
    user = reader(request)
    teams = teams_led_by(user)
    if not teams.exists():
        raise PermissionDenied("Only leads freeze a forecast.")
    quarter = _quarter(request)
    form = FreezeForm(request.POST or None, teams=teams, initial={"period": quarter.name})

    def save() -> str:
        wanted = quarter_named(form.cleaned_data["period"]) or quarter
        frozen = freeze_forecast(
            team=form.cleaned_data["team"], quarter=wanted, note=form.cleaned_data["note"], by=user,
            at=database_now(),
        )  # fmt: skip
        return _("The forecast of {team} is frozen.").format(team=frozen.team.name)

    back = f"/renewals/?layout=forecast&period={quarter.name}"
    return form_page(request, form, title=_("Freeze the forecast"), save=save, back=back)
