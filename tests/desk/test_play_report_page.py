"""What save plays did: counts before shares, and the runs behind each number."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from retention.desk.renewals.play_page import PlayLine
from retention.renewals.actions import finish_play, start_play
from retention.renewals.models import PlayRun, Renewal
from retention.team.models import User

from .book import BUDGET, Book, signed_in
from .test_renewal_board import words_of
from .test_renewal_page import own

PAGE = "/renewals/plays/"


def run(book: Book, play: str, outcome: str = "", **more: object) -> PlayRun:
    """A play at the book's renewal, finished where an outcome is said."""
    by = book.renewal.account.owner
    made = start_play(account=book.account, renewal=book.renewal, play=play, by=by, at=book.now)
    return finish_play(run=made, outcome=outcome, by=by, at=book.now, **more) if outcome else made


def test_each_play_says_how_many_ran_how_far_and_what_was_kept(book: Book, hers: Client) -> None:
    assert "No save play yet" in hers.get(PAGE).content.decode()
    run(book, "value_gap", "saved", saved_arr="20000")
    run(book, "silence", "not_needed")
    running = run(book, "price_objection")
    hers.post(f"/steps/{running.steps.get(position=1).step_id}/done/")
    said = words_of(hers.get(PAGE).content.decode())
    assert "One play runs now; of 1 that ended in a year, 1 kept something: €20k" in said
    assert "Value gap 0 1 0 of 4 1 of 1 — too few ended to say €41.2k €20k" in said
    assert "Silence 0" not in said, "what met no danger does not count"
    assert "No comparison" in said and "from 30 runs that ended" in said
    chosen = words_of(hers.get(f"{PAGE}?play=price_objection").content.decode())
    runs = chosen.split("Runs, the newest first")[1]
    assert "Price objection" in runs and "1 of 4" in runs and "Value gap" not in runs


def test_a_share_needs_thirty_runs_that_ended() -> None:
    assert PlayLine("silence", finished=29, saved=20).share is None
    assert PlayLine("silence", finished=30, saved=12).share == Decimal("0.4")


def test_a_run_whose_renewal_is_decided_asks_how_it_ended_and_can_be_finished(
    book: Book, hers: Client
) -> None:
    run(book, "silence")
    Renewal.objects.filter(pk=book.renewal.pk).update(stage="renewed", closed_on=book.today)
    said = words_of(hers.get(PAGE).content.decode())
    assert "One waits for somebody to say how it ended" in said and "decided, not finished" in said
    page = hers.get(own(book)).content.decode()
    assert "Say how it ended" in page and "Start one" not in page


def test_runs_are_those_of_accounts_the_reader_sees(book: Book, his: Client, nadia: User) -> None:
    made = run(book, "silence")
    assert "Vela" not in his.get(PAGE).content.decode()
    assert "Vela Hotels" in signed_in(nadia).get(PAGE).content.decode()
    PlayRun.objects.filter(pk=made.pk).update(
        outcome="lost", finished_on=book.today - timedelta(days=400), started_on=book.today
    )
    assert "What they did in the last year" not in signed_in(nadia).get(PAGE).content.decode()


def file_of(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"{PAGE}file/{query}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_plays_and_their_runs_are_taken_away_as_files(book: Book, hers: Client, his: Client) -> None:
    run(book, "value_gap", "saved", saved_arr="20000", note="=canary()")
    running = run(book, "price_objection")
    hers.post(f"/steps/{running.steps.get(position=1).step_id}/done/")
    page = hers.get(f"{PAGE}?play=price_objection").content.decode()
    assert f'href="{PAGE}file/"' in page and f"{PAGE}file/?play=price_objection&amp;table=runs" in page
    rows = file_of(hers)
    assert [row[0] for row in rows[:4]] == ["as of", "currency", "definition", "first day"]
    (gap,) = [row for row in rows if row and row[0] == "Value gap"]
    assert gap[1:7] == ["0", "1", "0", "4", "1", ""] and float(gap[9]) == 20000
    assert "No comparison" in rows[-1][0]
    one, other = file_of(hers, "?table=runs")[5:]
    assert (one[4], one[11], one[13], one[16]) == ("Value gap", "Saved", "20000.00", "'=canary()")
    assert (other[4], other[8:10], other[10]) == ("Price objection", ["1", "4"], "")
    assert [row[4] for row in file_of(hers, "?table=runs&show=running")[5:]] == ["Price objection"]
    assert file_of(his, "?table=runs")[5:] == [] and "Value gap" not in str(file_of(his))


def test_the_page_asks_little(book: Book, hers: Client, django_assert_max_num_queries) -> None:
    run(book, "silence")
    run(book, "value_gap", "lost")
    with django_assert_max_num_queries(BUDGET):
        assert hers.get(PAGE).status_code == 200
