"""What was published is found by its words at once and by its meaning a little later; nothing of that is lost."""

import os
import sys
import threading

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from search import embeddings, meaning, sources, tasks
from search.backends.embedded import EmbeddedBackend
from search.engine import backend
from search.indexing import refresh
from search.models import SearchMeaning
from search.passages import Part, passages
from tests.search.answers import published, take_off
from tests.search.documents import ALL, REFUND, UNIFORM
from tests.search.embedder import Matters

pytestmark = pytest.mark.django_db
LONG = 60.0


@pytest.fixture
def by(settings, monkeypatch):
    made = Matters()
    monkeypatch.setitem(embeddings.EMBEDDERS, "matters", lambda: made)
    settings.SEARCH_EMBEDDER = "matters"
    embeddings._opened.cache_clear()
    yield made
    embeddings._opened.cache_clear()


@pytest.fixture
def index():
    made = EmbeddedBackend("meaning")
    made.clear()
    made.index(ALL)
    return made


def look(ids):
    return {each.id: each for each in ALL if each.id in ids}


def test_the_same_sentence_is_embedded_once(by):
    found = meaning.vectors({"a": REFUND, "b": REFUND}, by)
    assert sorted(by.read) == sorted({each.text for each in passages(REFUND)})
    assert found["a"][0] == tuple(each.part for each in passages(REFUND))
    assert (found["a"][1] == found["b"][1]).all()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no priority of its own")
def test_readers_come_before_filling(by, monkeypatch):
    seen = []
    monkeypatch.setattr(by, "passages", lambda texts: seen.append(priority()) or by.queries(texts))
    meaning.vectors({"a": REFUND}, by)
    assert min(seen) > priority()


def priority():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_what_was_taken_off_means_nothing(by):
    parts, rows = meaning.vectors({"a": None}, by)["a"]
    assert parts == ()
    assert rows.shape == (0, by.dimensions)


def test_filling_goes_on_until_nothing_waits(by, index):
    assert meaning.fill(index, by, seconds=LONG, look=look) == len(ALL)
    assert index.pending(10, model=by.model) == []
    assert meaning.fill(index, by, seconds=LONG, look=look) == 0


def test_the_newest_come_first_and_the_rest_after(by, index):
    first = index.pending(meaning.FEW, model=by.model)
    assert first == [each.id for each in reversed(ALL)][: meaning.FEW]
    assert meaning.fill(index, by, seconds=0, look=look) == meaning.FEW
    assert set(index.pending(10, model=by.model)) == {each.id for each in ALL} - set(first)


def test_what_is_gone_does_not_hold_up_the_queue(by, index):
    assert meaning.fill(index, by, seconds=LONG, look=lambda ids: {}) == len(ALL)
    assert index.pending(10, model=by.model) == []
    assert by.read == []


def test_what_changes_while_it_is_embedded_is_embedded_as_it_reads_now(by, index):
    versions = [look([REFUND.id]), {REFUND.id: UNIFORM}, {REFUND.id: UNIFORM}]
    meaning._give(index, by, [REFUND.id], lambda ids: versions.pop(0))
    assert set(by.read) == {each.text for told in (REFUND, UNIFORM) for each in passages(told)}
    assert index.nearest(by.queries(["衣服"]), limit=1) == [REFUND.id]


def test_another_model_finds_everything_waiting(by, index):
    meaning.fill(index, by, seconds=LONG, look=look)
    assert len(index.pending(10, model="matters-2")) == len(ALL)


def test_a_published_answer_gets_its_meaning_from_the_worker(by):
    answer = published(title="请假期间课后服务费怎么退")
    refresh("answer", answer.pk)
    assert backend().pending(9, model=by.model) == [f"answer:{answer.pk}"]
    tasks.fill_meaning()
    assert backend().pending(9, model=by.model) == []
    row = SearchMeaning.objects.get(document__key=f"answer:{answer.pk}")
    assert row.parts.split()[0] == Part.TITLE
    assert row.model == by.model


def test_what_was_taken_off_leaves_no_vectors(by):
    answer = published()
    refresh("answer", answer.pk)
    tasks.fill_meaning()
    take_off(answer)
    refresh("answer", answer.pk)
    assert not SearchMeaning.objects.filter(document__key=f"answer:{answer.pk}").exists()


def test_a_rebuild_embeds_nothing_twice(by):
    refresh("answer", published().pk)
    tasks.fill_meaning()
    read = list(by.read)
    backend().rebuild(sources.everything())
    assert backend().pending(9, model=by.model) == []
    tasks.fill_meaning()
    assert by.read == read


def sent(monkeypatch):
    found = []
    monkeypatch.setattr(tasks.fill_meaning, "apply_async", lambda args, **options: found.append(args[0]))
    return found


def test_a_turn_sends_itself_on_while_documents_wait(by, monkeypatch):
    for number in range(meaning.FEW + 1):
        refresh("answer", published(title=f"校车路线{number}").pk)
    on = sent(monkeypatch)
    monkeypatch.setattr(tasks, "SLICE", 0.0)
    tasks.fill_meaning()
    assert on == [cache.get(tasks.TURN)]
    tasks.fill_meaning(on[0])
    assert backend().pending(9, model=by.model) == []
    assert (len(on), cache.get(tasks.TURN)) == (1, None)


def test_one_turn_at_a_time(by, monkeypatch):
    refresh("answer", published().pk)
    cache.set(tasks.TURN, "another", 60)
    sent(monkeypatch)
    tasks.fill_meaning()
    tasks.fill_meaning("one that ended long ago")
    assert by.read == []


def test_where_nothing_can_embed_the_worker_does_nothing(settings):
    refresh("answer", published().pk)
    settings.SEARCH_EMBEDDER = "none"
    tasks.fill_meaning()
    assert not SearchMeaning.objects.exclude(model="").exists()


def test_the_command_counts_and_fills(by, capsys):
    refresh("answer", published().pk)
    call_command("fill_meaning", "--dry-run", "--json")
    assert '"waiting": 1, "filled": 0' in capsys.readouterr().out
    call_command("fill_meaning")
    assert "补了1条" in capsys.readouterr().out
    assert meaning.waiting(backend()) == 0


def test_the_command_says_why_it_cannot(settings):
    settings.SEARCH_EMBEDDER = "none"
    with pytest.raises(CommandError, match="SEARCH_EMBEDDER"):
        call_command("fill_meaning")


def test_doctor_tells_what_waits(by):
    refresh("answer", published().pk)
    assert "还有1条" in meaning.usable().sentence
    tasks.fill_meaning()
    assert meaning.usable().ok
    assert "没有排队的" in meaning.usable().sentence


def test_doctor_is_content_when_meaning_is_switched_off_and_says_so(settings):
    settings.SEARCH_EMBEDDER = "none"
    assert meaning.usable().ok
    assert "只按字词" in meaning.usable().sentence


def test_doctor_says_why_a_machine_cannot_embed(settings, monkeypatch):
    def unable():
        raise embeddings.Unusable("这台机器的CPU不支持avx2")

    monkeypatch.setitem(embeddings.EMBEDDERS, "unable", unable)
    settings.SEARCH_EMBEDDER = "unable"
    assert not meaning.usable().ok
    assert "avx2" in meaning.usable().sentence
