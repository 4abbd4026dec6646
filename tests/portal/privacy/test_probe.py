"""The probe over the language model: its arithmetic, what it finds that no rule knows, and how it is taught."""

import random
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy.detectors import probe
from portal.privacy.detectors.probe import KINDS, Probe, with_neighbours
from portal.privacy.detectors.tagger import WIDTH, loaded, tagger
from portal.privacy.marks import find
from portal.privacy.spans import View
from tests.portal.privacy import probing
from tests.portal.privacy.figures import MARK, read
from tests.portal.privacy.other_names import Names, with_other_names

OURS = Probe.ours()
UNRULED = [
    ("家门没有号码，认那棵歪脖子枣树旁的窑院就是。", "address", "枣树"),
    ("孩子在连队长大，一到冬天双耳冻裂，流脓。", "health", "冻裂"),
]
OF_NOBODY = [
    "学校开展近视防控和传染病预防宣传，家长学校办得很好。",
    "请到云岭街道办事处二楼服务大厅咨询，周一至周五上班。",
    "1988年1月1日以后参加工作的教师适用本办法。",
]


@pytest.fixture
def model() -> None:
    if tagger() is None:
        pytest.skip("the language model has no package for this machine")


def states(length: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((length, WIDTH)).astype(np.float16)


@settings(deadline=None)  # a busy machine is no broken promise
@given(length=st.integers(0, 40), share=st.integers(1, 12))
def test_a_long_text_read_in_parts_is_read_as_one(length: int, share: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        whole = OURS.shares(states(length))
        patch.setattr(probe, "SHARE", share)
        assert np.allclose(OURS.shares(states(length)), whole, atol=1e-4)
    assert whole.shape == (length, len(KINDS))
    assert np.allclose(whole.sum(axis=1), 1, atol=1e-4)


def test_neighbours_stand_beside_each_other_and_nothing_beyond_the_text() -> None:
    features = np.array([[1.0], [2.0], [3.0]], np.float32)
    assert with_neighbours(features, 1).tolist() == [[0, 0, 1, 2, 3], [0, 1, 2, 3, 0], [1, 2, 3, 0, 0]]
    assert with_neighbours(features, 2).tolist() == [[0, 0, 1, 3, 0], [0, 0, 2, 0, 0], [0, 1, 3, 0, 0]]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(("text", "kind", "told"), UNRULED)
def test_homes_and_illnesses_that_no_rule_knows_are_found(text: str, kind: str, told: str) -> None:
    assert any(span.kind == kind and told in span.text for span in find(text)), find(text)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("text", OF_NOBODY)
def test_what_is_told_of_nobody_stays(text: str) -> None:
    assert find(text) == []


@pytest.mark.usefixtures("model")
def test_of_a_home_the_district_and_the_street_office_stay() -> None:
    spans = [span.text for span in find("我家住花溪区石板镇上寨大榕树后头的土房，没有门牌。") if span.kind == "address"]
    assert spans
    assert not any("花溪区" in text or "石板镇" in text for text in spans)


@pytest.mark.usefixtures("model")
def test_what_is_taught_is_what_is_read() -> None:
    """The layers as JAX learns them, and as the portal runs them: with weights that are not the wheel's."""
    text = "孩子许文静住松涛苑3栋，门卫留存了郎斌的照片。"
    draw = np.random.default_rng(1)
    other = {
        name: table + 0.02 * draw.standard_normal(table.shape).astype(np.float32)
        for name, table in probing.tables().items()
        if name in (*probing.FIRST, *probing.SECOND)
    }
    layers = {name: np.asarray(table) for name, table in probing.beginning().items()}
    read = loaded(Probe(layers, other)).read(text).probed[:-1]
    embedding = jnp.asarray(probing.tables()[probing.EMBEDDING])
    ids = probing.before().ids(text)[None]
    states = probing.states_of({**layers, **other}, embedding, ids, jnp.array([len(text)]))
    assert read == pytest.approx(np.asarray(jax.nn.softmax(probing.scores_of(layers, states)))[0], abs=1e-3)
    assert np.abs(read - probing.before().read(text).probed[:-1]).max() > 0.005


@pytest.mark.slow
@pytest.mark.usefixtures("model")
def test_a_few_letters_are_learnt_and_the_tags_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "AT_ONCE", 8)
    monkeypatch.setattr(probing, "COPIES", 2)
    letters = ["[[person|许文静]]住[[address|松涛苑3栋]]。", "班主任[[person|贺兰山]]说{{keep|下周}}再谈。"]
    before = probing.before()
    taught = loaded(probing.taught(probing.Lessons.of(letters, before), 60))
    for marked in letters:
        view = View.of(read(marked)[0])
        told = taught.read(view.text)
        assert told.probed[:-1].argmax(axis=1).tolist() == probing.kinds_of(marked, view).tolist()
        ids, whole = before.ids(view.text), [(0, len(view.text))]
        now, then = (probing.tags_of(ids, whole, model).argmax(axis=1) for model in (taught, before))
        assert (now == then).mean() > 0.8


def test_numbers_of_a_letter_read_again_begin_alike_and_go_on_otherwise() -> None:
    marked = "电话[[phone|138 0000 4712]]，{{keep|三年级}}，编号{{keep|20264712}}。"
    others = list(probing.variants([marked], random.Random(2)))
    assert others[0] == marked
    numbers = {read(other)[0] for other in others}
    assert len(numbers) == probing.COPIES
    assert all(re.fullmatch(r"电话138 \d{4} \d{4}，三年级，编号202\d{5}。", number) for number in numbers)


def test_each_character_is_taught_as_what_it_is_part_of() -> None:
    marked = "[[person|许文静]]住[[address|松涛苑3栋]]，找{{keep|云岭小学}}。"
    view = View.of("许文静住松涛苑3栋，找云岭小学。")
    told = [KINDS[number] for number in probing.kinds_of(marked, view)]
    assert told == [
        *("name begins", "name goes on", "name goes on", "nothing"),
        *["address"] * 5,
        *["nothing"] * (len(view.text) - 9),
    ]


def test_a_letter_about_other_people_keeps_its_words_and_who_is_who() -> None:
    names = Names(random.Random(4))
    for _letter in range(60):
        other = with_other_names(
            "[[person|许文静]]和[[person|老贺]]来过，[[person|许文静]]签了字{{keep|三次}}。", names
        )
        first, second, third = (match.group(2) for match in MARK.finditer(other) if match.group(1))
        assert first == third
        assert second.startswith("老")
        assert other == f"[[person|{first}]]和[[person|{second}]]来过，[[person|{first}]]签了字{{{{keep|三次}}}}。"
