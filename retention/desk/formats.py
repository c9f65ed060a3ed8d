"""How numbers, amounts, dates and moments are written, in the reader's language; plain text, no markup.

Rules: "€184,000" in prose, "€184k" in tables; "20 Oct" in this year, "20 Oct 2025" otherwise; a minus sign,
never a hyphen. Dates without a time are never shifted between zones.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import Locale
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, to_locale

MINUS = "−"
MILLION = Decimal(1_000_000)
THOUSAND = Decimal(1_000)
BILLION = MILLION * 1000
DAYS_BEFORE_MONTHS = 365
MONTH_FIRST = {
    "j M": "M j", "j M Y": "M j, Y", "D j M": "D M j", "D j M Y": "D M j, Y", "j F": "F j", "j F Y": "F j, Y",
}  # fmt: skip
"""How days are written where the month comes first."""


def reader_locale() -> Locale:
    """The reader's locale, as activated for this request."""
    return _locale(get_language() or "en-gb")


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))


def reader_today() -> date:
    """The calendar day where the reader is."""
    return timezone.localdate()


def reader_now() -> datetime:
    """This moment by the clock where the reader is, to be shown and nothing else."""
    return timezone.localtime()


def number_text(value: int | float | Decimal, digits: int = 0) -> str:
    """A grouped number: 1,234 or, with digits, 1,234.5."""
    return _number(value, digits, get_language())


@lru_cache(maxsize=8192)
def _number(value: int | float | Decimal, digits: int, language: str | None) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=reader_locale()).replace("-", MINUS)


def figure_text(value: Decimal) -> str:
    """A figure of a metric without zeros that say nothing: 98.5, 1,200, −3."""
    return _figure(value, get_language())


@lru_cache(maxsize=1024)
def _figure(value: Decimal, language: str | None) -> str:
    text = format_decimal(value, format="#,##0.####", locale=reader_locale())
    return "0" if text == "-0" else text.replace("-", MINUS)


def percent_text(share: float | Decimal, digits: int = 0) -> str:
    """A share of one as a percentage: 0.918 is 92%, with one digit 91.8%."""
    return _percent(share, digits, get_language())


@lru_cache(maxsize=1024)
def _percent(share: float | Decimal, digits: int, language: str | None) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return format_percent(share, format=pattern, locale=reader_locale()).replace("-", MINUS)


def money_text(amount: Decimal | int, currency: str, form: str = "long") -> str:
    """An amount with its currency; ``form`` is "long" (€184,000) or "short" (€184k, €2.31M)."""
    value = Decimal(amount)
    if not currency:
        return number_text(value, 0 if value == value.to_integral_value() else 2)
    return _money(value, currency, form, get_language())


@lru_cache(maxsize=8192)
def _money(value: Decimal, currency: str, form: str, language: str | None) -> str:
    """The same few amounts stand on every row of a page; writing one takes as long as reading a row."""
    text = _short(value, currency) if form == "short" else _long(value, currency)
    return text.replace("-", MINUS)


def _long(value: Decimal, currency: str) -> str:
    """All digits; cents only where there are some."""
    if value != value.to_integral_value():
        return format_currency(value, currency, locale=reader_locale())
    return _whole(value, currency)


def _whole(value: Decimal, currency: str, digits: int = 0) -> str:
    """With a fixed number of decimals, whatever the currency usually has."""
    locale = reader_locale()
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    pattern = pattern.replace("0.00", "0" + ("." + "0" * digits if digits else ""))
    return format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)


def _short(value: Decimal, currency: str) -> str:
    """Three or four figures and a letter; other languages than English use their own short words."""
    if reader_locale().language != "en":
        return format_compact_currency(value, currency, locale=reader_locale(), fraction_digits=1)
    for unit, letter, digits in ((BILLION, "bn", 2), (MILLION, "M", 2), (THOUSAND, "k", 1)):
        scaled = (value / unit).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        if abs(scaled) >= 1:
            trimmed = 0 if letter == "k" and scaled == scaled.to_integral_value() else digits
            return _whole(scaled, currency, trimmed) + letter
    return _whole(value.quantize(Decimal(1), rounding=ROUND_HALF_UP), currency)


@lru_cache(maxsize=8192)
def _written(day: date, pattern: str, language: str | None) -> str:
    if _month_first(language):
        pattern = MONTH_FIRST.get(pattern, pattern)
    return date_format(day, pattern)


@lru_cache
def _month_first(language: str | None) -> bool:
    """Whether days are written as in “October 20, 2026” there."""
    pattern = str(_locale(language or "en-gb").datetime_skeletons["MMMMd"].pattern)
    return reader_locale().language == "en" and pattern.startswith("M")


@lru_cache
def _half_days(language: str | None) -> bool:
    """Whether clocks count to twelve twice there."""
    return "a" in str(_locale(language or "en-gb").time_formats["short"].pattern)


def day_text(day: date, today: date | None = None) -> str:
    """20 Oct in the reader's year, 20 Oct 2025 otherwise."""
    same_year = day.year == (today or reader_today()).year
    return _written(_as_date(day), "j M" if same_year else "j M Y", get_language())


def weekday_text(day: date, today: date | None = None) -> str:
    """Fri 27 Nov, with the year when it is another one."""
    same_year = day.year == (today or reader_today()).year
    return _written(_as_date(day), "D j M" if same_year else "D j M Y", get_language())


def long_day_text(day: date, today: date | None = None) -> str:
    """20 October in the reader's year, 31 January 2027 otherwise: for sentences."""
    same_year = day.year == (today or reader_today()).year
    return _written(_as_date(day), "j F" if same_year else "j F Y", get_language())


def full_day_text(day: date) -> str:
    """20 October 2026: where it may be read in another year."""
    return _written(_as_date(day), "j F Y", get_language())


def clock_text(at: datetime) -> str:
    """14:10 on the reader's clock, 2:10 PM where they write it so."""
    return date_format(timezone.localtime(at), "g:i A" if _half_days(get_language()) else "H:i")


def moment_text(at: datetime, today: date | None = None) -> str:
    """today 09:40, yesterday 17:05, Tue 20 Oct, 14:10: in the reader's zone."""
    local = timezone.localtime(at)
    here = today or reader_today()
    if local.date() == here:
        return gettext("today %(time)s") % {"time": clock_text(at)}
    if local.date() == here - timedelta(days=1):
        return gettext("yesterday %(time)s") % {"time": clock_text(at)}
    return f"{weekday_text(local.date(), here)}, {clock_text(at)}"


def since_text(day: date, today: date | None = None) -> str:
    """34 days ago, yesterday, today, tomorrow, in 69 days; beside the date itself, never instead of it."""
    days = (_as_date(day) - (today or reader_today())).days
    if abs(days) <= 1:
        return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[days]
    span = span_text(abs(days))
    return (gettext("in %(span)s") if days > 0 else gettext("%(span)s ago")) % {"span": span}


def due_text(day: date, today: date | None = None) -> str:
    """20 days late, due today, due tomorrow, due in 3 days."""
    days = (_as_date(day) - (today or reader_today())).days
    if days < 0:
        return gettext("%(span)s late") % {"span": span_text(-days)}
    return gettext("due %(when)s") % {"when": since_text(day, today)}


def span_text(days: int) -> str:
    """1 day, 34 days, 14 months, 3 years."""
    if days <= DAYS_BEFORE_MONTHS:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    months = round(days / 30.44)
    if months < 24:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def hours_text(minutes: int) -> str:
    """Minutes as people say them: 45 min, 2 h, 12.5 h; less than nothing with a minus sign."""
    if 0 < abs(minutes) < 60:
        return f"{number_text(minutes)} min"
    return f"{number_text(Decimal(minutes) / 60, 0 if minutes % 60 == 0 else 1)} h"


def initials_of(name: str) -> str:
    """Two letters that stand for a name: Priya Raman is PR, Lego is LE, an unnamed one is "?"."""
    words = [letters for word in name.split() if (letters := "".join(c for c in word if c.isalnum()))]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


def _as_date(day: date) -> date:
    """The day of a moment in the reader's zone; a plain date stays as it is."""
    return timezone.localtime(day).date() if isinstance(day, datetime) else day
