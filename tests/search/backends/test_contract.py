"""What every backend promises: in dictionaries, in the site's database, and in a real Elasticsearch."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from search.asking import Asked
from search.backends.elastic.backend import ElasticBackend
from search.backends.embedded import EmbeddedBackend
from search.backends.memory import MemoryBackend
from search.documents import Kind
from search.passages import Part
from search.queries import Query, Sort
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.search.documents import ALL, ARTICLE, FEES, REFUND, TRANSFER, UNIFORM, document

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["memory", "embedded", pytest.param("elasticsearch", marks=NEEDS_NODE)])
def backend(request):
    made = MAKERS[request.param](request)
    made.index(ALL)
    return made


def in_database(request):
    made = EmbeddedBackend("contract")
    made.clear()
    return made


def in_elasticsearch(request):
    """Emptied, not made again: making an index takes a second."""
    settings, node = request.getfixturevalue("settings"), request.getfixturevalue("elasticsearch_node")
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": node.url}
    made = ElasticBackend("contract", at_once=True, grace=0)
    made.ensure()
    made.remove(list(made.ids()))
    for version in made.versions.all():
        made.versions.rename(version, frozenset())
    return made


MAKERS = {"memory": lambda request: MemoryBackend(), "embedded": in_database, "elasticsearch": in_elasticsearch}


def ids(results):
    return [hit.id for hit in results.hits]


def test_the_right_answer_comes_first(backend):
    assert ids(backend.search(Query("请假退课后服务费")))[0] == REFUND.id


@pytest.mark.parametrize("words", ["课後服務費請假", "请假 课后延时服务", "ＱＩＮＧＪＩＡ请假课后服务费"])
def test_other_spellings_find_the_same(backend, words):
    assert ids(backend.search(Query(words)))[0] == REFUND.id


def test_everyday_words_find_the_bureaus_words(backend):
    assert ids(backend.similar(Asked("户口本转校要带啥"), limit=3))[0] == TRANSFER.id


def test_nothing_alike_is_nothing_found(backend):
    answer = backend.search(Query("量子计算机"))
    assert (answer.hits, answer.total) == ((), 0)


def test_a_question_of_mostly_unknown_words_finds_nothing_by_the_rest(backend):
    assert backend.search(Query("量子后服维修")).total == 0  # 后服 stands in 课后服务
    assert backend.search(Query("校服维修")).total == 1


def test_one_character_finds_texts_that_hold_it(backend):
    assert ids(backend.search(Query("籍"))) == [TRANSFER.id]


def test_filters_narrow_and_facets_still_show_the_rest(backend):
    answer = backend.search(Query("课后服务费", kind=Kind.DISCLOSURE))
    assert ids(answer) == [FEES.id]
    assert answer.total == 1
    assert answer.facets.kind == {Kind.ANSWER: 1, Kind.DISCLOSURE: 1}
    assert answer.facets.unit == {"云岭区清溪小学": 1}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"topic": "学校管理"}, [UNIFORM.id]),
        ({"unit": "云岭区清溪小学"}, [UNIFORM.id]),
        ({"year": 2025}, [UNIFORM.id]),
        ({"year": 2023}, []),
        ({"since": date(2025, 9, 1), "until": date(2025, 9, 1)}, [UNIFORM.id]),
        ({"since": date(2025, 9, 2)}, []),
    ],
)
def test_each_filter_keeps_what_it_names(backend, filters, found):
    assert ids(backend.search(Query("校服", **filters))) == found


def test_newest_first_when_asked(backend):
    dated = [replace(REFUND, id=f"answer:{year}", on=date(year, 1, 1)) for year in (2021, 2023, 2022)]
    backend.index(dated)
    found = ids(backend.search(Query("请假课后服务费", sort=Sort.NEWEST, kind=Kind.ANSWER)))
    assert found == ["answer:1", "answer:2023", "answer:2022", "answer:2021"]


def test_pages_hold_each_result_once_and_end(backend):
    backend.index(document(number, f"校车路线第{number}条", "校车接送") for number in range(100, 125))
    pages = [ids(backend.search(Query("校车路线", page=page))) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({each for page in pages for each in page}) == 25


def test_indexing_again_replaces(backend):
    backend.index([replace(UNIFORM, title="食堂可以自己带饭吗", answer="可以自带午餐。")])
    assert ids(backend.search(Query("校服"))) == []
    assert ids(backend.search(Query("自带午餐"))) == [UNIFORM.id]
    assert len(backend.ids()) == len(ALL)


def test_removing_forgets_and_forgives_unknown_ids(backend):
    backend.remove([REFUND.id, "answer:999"])
    assert REFUND.id not in backend.ids()
    assert REFUND.id not in ids(backend.search(Query("请假课后服务费")))


def test_fingerprints_tell_old_words_from_new(backend):
    assert backend.ids() == {each.id: each.fingerprint for each in ALL}
    assert replace(REFUND, answer="改了").fingerprint != REFUND.fingerprint
    assert replace(REFUND, url="/elsewhere/").fingerprint == REFUND.fingerprint


def test_clearing_forgets_everything(backend):
    backend.clear()
    assert backend.ids() == {}
    assert backend.search(Query("校服")).total == 0
    assert backend.similar(Asked("校服"), limit=3).confidence == 0


def test_rebuilding_replaces_everything(backend):
    assert backend.rebuild([UNIFORM, ARTICLE]) == 2
    assert set(backend.ids()) == {UNIFORM.id, ARTICLE.id}
    assert ids(backend.search(Query("校服"))) == [UNIFORM.id]


def test_a_rebuild_that_fails_leaves_the_old_index(backend):
    def broken():
        yield UNIFORM
        raise RuntimeError("source failed")

    with pytest.raises(RuntimeError):
        backend.rebuild(broken())
    assert len(backend.ids()) == len(ALL)
    assert ids(backend.search(Query("请假课后服务费")))[0] == REFUND.id


def test_the_old_index_answers_while_the_new_one_is_filled(backend):
    seen = []

    def slow():
        yield ARTICLE
        seen.append(ids(backend.search(Query("校服"))))
        yield UNIFORM

    backend.rebuild(slow())
    assert seen == [[UNIFORM.id]]


def test_a_letter_finds_its_answer_with_more_confidence_than_a_stranger(backend):
    near = backend.similar(Asked("孩子请假了\n老师您好，孩子请假十二天，课后服务费能不能退？谢谢"), limit=3)
    far = backend.similar(Asked("路灯坏了\n小区门口路灯坏了一个月没人修"), limit=3)
    assert near.hits[0].id == REFUND.id
    assert 0 <= far.confidence < near.confidence <= 1


HOSTILE = {
    "only punctuation": "！？。，、；",
    "only digits": "1234567890" * 10,
    "emoji": "🙂🙃👩‍👩‍👧‍👦",
    "fts operators": '校服 AND NOT "OR" NEAR(校 服, 3) col:校服* ^校服',
    "sql": "'; DROP TABLE search_searchdocument; -- 校服",
    "lucene": '+校服 -(买) && || ! ( ) { } [ ] ^ " ~ * ? : \\ /',
    "tsquery": "校服 & ! | <-> :* '校服'",
    "null": "校\x00服",
    "percent": "%s %(x)s 100% 校服",
    "rare hanzi": "𠮷𡃁校服",
    "direction marks": "\u202e校服\u202c",
    "regex bomb": "(a+)+$" * 200 + "a" * 3000 + "!",
    "private use": "\ue000\ue001校服",
    "half a pair": "校服\ud800",
    "letter": "孩子在清溪小学读三年级，校服必须买吗？" * 250,
    "ten kilobytes": "校服" * 5_000,
    "empty": "",
    "spaces": " \t\u3000\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_typed_gets_an_answer(backend, name):
    found = backend.search(Query(HOSTILE[name]))
    similar = backend.similar(Asked(HOSTILE[name]), limit=3)
    assert found.total == len(found.hits)
    if "校服" in HOSTILE[name].replace("\x00", "") and "𡃁" not in HOSTILE[name]:
        assert similar.hits[0].id == UNIFORM.id


def test_hanzi_outside_the_basic_plane_are_found(backend):
    backend.index([document(77, "𠮷祥小学招生", "𠮷祥小学今年招两个班。")])
    assert ids(backend.search(Query("𠮷祥")))[0] == "answer:77"


def test_new_names_are_kept_whole_and_say_which_documents_hold_them(backend):
    assert backend.add_names(["清溪小学"]) == [FEES.id]
    assert backend.add_names(["清溪小学"]) == []
    assert backend.names() == {"清溪小学"}
    backend.index([FEES])
    assert ids(backend.search(Query("清溪小学")))[0] == FEES.id
    assert backend.frequencies(["清溪小学"]) == {"清溪小学": 1}


VECTORS = np.eye(4, dtype=np.float32)
MEANING = {
    REFUND.id: ((Part.TITLE, Part.ANSWER), VECTORS[:2]),
    TRANSFER.id: ((Part.TITLE,), VECTORS[2:3]),
    UNIFORM.id: ((), np.empty((0, 4), dtype=np.float32)),
}


def test_documents_wait_for_meaning_until_they_get_it_newest_first(backend):
    assert sorted(backend.pending(10, model="small")) == sorted(each.id for each in ALL)
    backend.give_meaning(MEANING, "small")
    assert sorted(backend.pending(10, model="small")) == [FEES.id, ARTICLE.id]
    assert len(backend.pending(1, model="small")) == 1


def test_another_model_lets_all_wait_again(backend):
    backend.give_meaning(MEANING, "small")
    assert sorted(backend.pending(10, model="large")) == sorted(each.id for each in ALL)


def test_the_nearest_have_a_passage_like_any_sentence_that_was_asked(backend):
    assert backend.nearest(VECTORS[:1], limit=5) == []
    backend.give_meaning(MEANING, "small")
    assert backend.nearest(VECTORS[1:2], limit=1) == [REFUND.id]
    assert set(backend.nearest(VECTORS[[1, 2]], limit=2)) == {REFUND.id, TRANSFER.id}


def test_candidates_carry_their_vectors_with_where_each_comes_from(backend):
    backend.give_meaning(MEANING, "small")
    found = {each.id: each for each in backend.candidates([REFUND.id, UNIFORM.id, "answer:999"])}
    assert set(found) == {REFUND.id, UNIFORM.id}
    assert found[REFUND.id].parts == (Part.TITLE, Part.ANSWER)
    assert found[REFUND.id].vectors == pytest.approx(VECTORS[:2], abs=1e-3)
    assert found[UNIFORM.id].parts == ()
    facts = found[UNIFORM.id]
    assert (facts.unit, facts.topic, facts.kind, facts.on) == (UNIFORM.unit, UNIFORM.topic, UNIFORM.kind, UNIFORM.on)


def test_the_same_passages_keep_their_meaning_new_ones_wait(backend):
    backend.give_meaning(MEANING, "small")
    backend.index([replace(REFUND, unit="财务科"), replace(TRANSFER, title="从外市转学要什么材料")])
    assert REFUND.id not in backend.pending(10, model="small")
    assert TRANSFER.id in backend.pending(10, model="small")
    assert backend.nearest(VECTORS[:1], limit=1) == [REFUND.id]


def test_a_rebuild_keeps_the_meaning_of_what_did_not_change(backend):
    backend.give_meaning(MEANING, "small")
    backend.rebuild(ALL)
    assert sorted(backend.pending(10, model="small")) == [FEES.id, ARTICLE.id]
    assert backend.nearest(VECTORS[:1], limit=1) == [REFUND.id]


def test_what_was_removed_is_near_to_nothing(backend):
    backend.give_meaning(MEANING, "small")
    backend.remove([REFUND.id])
    assert REFUND.id not in backend.nearest(VECTORS[:1], limit=5)
    assert REFUND.id not in backend.pending(10, model="small")


def test_meaning_for_what_is_gone_is_left_out(backend):
    backend.give_meaning({"answer:999": MEANING[REFUND.id]}, "small")
    assert backend.nearest(VECTORS[:1], limit=5) == []


def test_a_sentence_without_a_common_word_finds_by_meaning(backend):
    backend.give_meaning(MEANING, "small")
    found = backend.similar(Asked("量子计算机", ("量子计算机",), VECTORS[2:3]), limit=3)
    assert TRANSFER.id in [hit.id for hit in found.hits]


def test_the_strongest_hold_the_heaviest_terms(backend):
    assert backend.strongest({"校服": 2.0, "课后": 0.5}, limit=10)[0] == UNIFORM.id
    assert set(backend.strongest({"课后": 1.0}, limit=10)) == {REFUND.id, FEES.id}
    assert len(backend.strongest({"课后": 1.0}, limit=1)) == 1


def test_statistics_count_what_is_there(backend):
    alone = MemoryBackend()
    alone.index(ALL)
    assert backend.statistics() == alone.statistics()


QUESTIONS = ["请假期间课后服务费怎么退", "转学要什么材料\n孩子从外省回来，没有学籍证明", "校服", "一年级报名", "收费"]


@pytest.mark.parametrize("text", QUESTIONS)
def test_order_and_confidence_are_those_of_every_backend(backend, text):
    alone = MemoryBackend()
    alone.index(ALL)
    for each in (backend, alone):
        each.give_meaning(MEANING, "small")
    asked = Asked(text, (text,), VECTORS[:1])
    here, there = backend.similar(asked, limit=5), alone.similar(asked, limit=5)
    assert [hit.id for hit in here.hits] == [hit.id for hit in there.hits]
    assert here.confidence == pytest.approx(there.confidence, abs=1e-3)
    one, other = backend.search(Query(text)), alone.search(Query(text))
    assert (ids(one), one.total, one.facets) == (ids(other), other.total, other.facets)
    newest = Query(text, sort=Sort.NEWEST)
    assert ids(backend.search(newest)) == ids(alone.search(newest))


def test_past_the_end_are_no_hits_but_the_total(backend):
    answer = backend.search(Query("校服", page=100_000))
    assert (answer.hits, answer.total) == ((), 1)


def test_the_count_is_that_of_the_ids(backend):
    assert backend.count() == len(backend.ids()) == len(ALL)
