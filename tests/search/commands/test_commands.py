import json
import math

import pytest
from django.core.management import CommandError, call_command

from search.calibration import FILE
from search.engine import backend
from search.models import SearchDocument, SearchIndex
from tests.elasticsearch.fixtures import NEEDS_NODE
from tests.elasticsearch.node import free_port
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db


def run(capsys, *args):
    capsys.readouterr()
    call_command(*args)
    return capsys.readouterr().out


def code_of(*args):
    with pytest.raises(SystemExit) as left:
        call_command(*args)
    return left.value.code


def test_rebuilding_indexes_everything_public(capsys):
    answer, gone = published(), published()
    take_off(gone)
    figures = json.loads(run(capsys, "rebuild_index", "--json"))
    assert f"answer:{answer.pk}" in backend().ids()
    assert f"answer:{gone.pk}" not in backend().ids()
    assert figures["documents"] == len(backend().ids())


def test_a_dry_run_writes_nothing(capsys):
    published()
    figures = json.loads(run(capsys, "rebuild_index", "--dry-run", "--json"))
    assert figures["documents"] >= 1
    assert not SearchDocument.objects.exists()


def test_check_index_says_same_different_and_repairs(capsys):
    answer = published()
    call_command("rebuild_index")
    assert json.loads(run(capsys, "check_index", "--json"))["missing"] == []
    backend().remove([f"answer:{answer.pk}"])
    assert code_of("check_index") == 1
    found = json.loads(run(capsys, "check_index", "--repair", "--json"))
    assert (found["missing"], found["surplus"], found["stale"]) == ([f"answer:{answer.pk}"], [], [])
    assert (found["backend"], found["repaired"]) == ("embedded", True)
    assert f"answer:{answer.pk}" in backend().ids()


def test_check_index_says_when_it_cannot_read():
    SearchIndex.objects.all().delete()
    with pytest.raises(CommandError) as raised:
        call_command("check_index")
    assert raised.value.returncode == 2


@pytest.fixture
def judged(tmp_path):
    corpus = [
        {
            "id": "a1",
            "title": "课后服务费请假能退吗",
            "body": "",
            "answer": "连续请假满5天按天退。",
            "answered": "2026-03-19",
        },
        {
            "id": "a2",
            "title": "转学要什么材料",
            "body": "",
            "answer": "户口簿、学籍证明。",
            "answered": "2025/3/9 10:00:00",
        },
        {"id": "a3", "title": "校服必须买吗", "body": "", "answer": "自愿购买。", "answered": ""},
    ]
    queries = [
        {"id": "q1", "title": "请假的课后服务费咋退", "body": "", "kind": "in"},
        {"id": "q2", "title": "转校带啥", "body": "", "kind": "in"},
        {"id": "q3", "title": "路灯坏了", "body": "", "kind": "out"},
    ]
    paths = []
    for name, rows in (("corpus", corpus), ("queries", queries)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        paths.append(str(path))
    grades = tmp_path / "grades.tsv"
    grades.write_text("q1\ta1\t3\nq2\ta2\t3\nq2\ta3\t0\n", encoding="utf-8")
    return ["--corpus", paths[0], "--queries", paths[1], "--qrels", str(grades)]


def test_evaluation_measures_and_writes_the_run(capsys, judged, tmp_path):
    run_path = tmp_path / "run.jsonl"
    figures = json.loads(run(capsys, "evaluate_search", *judged, "--run", str(run_path), "--json"))
    assert (figures["queries"], figures["hit@1"], figures["ndcg@5"], figures["auc_out"]) == (3, 1.0, 1.0, 1.0)
    assert figures["p95_ms"] > 0
    rows = [json.loads(line) for line in run_path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["q1", "q2", "q3"]
    assert rows[0]["results"][0]["id"] == "a1"
    assert 0 <= rows[2]["confidence"] < rows[0]["confidence"] <= 1


@NEEDS_NODE
def test_evaluation_in_the_cluster_finds_the_same_first(capsys, judged, cluster):
    figures = json.loads(run(capsys, "evaluate_search", *judged, "--backend", "elasticsearch", "--json"))
    assert (figures["hit@1"], figures["ndcg@5"]) == (1.0, 1.0)
    assert cluster.count() == 0  # the site's own index was not touched


def test_a_cluster_that_is_not_there_is_said(judged):
    with pytest.raises(CommandError, match="索引用不了"):
        call_command("evaluate_search", *judged, "--backend", "elasticsearch")


def test_the_table_sets_our_figures_beside_what_simple_methods_reach(capsys, judged):
    call_command("evaluate_search", *judged)
    lines = capsys.readouterr().out.splitlines()
    assert "hit@1" in lines[0]
    assert lines[1].startswith("这里（3问）")
    assert any(line.startswith("faq: mix") and "0.614" in line for line in lines)


def test_evaluation_leaves_the_live_index_alone(judged):
    answer = published()
    call_command("rebuild_index")
    before = dict(backend().ids())
    call_command("evaluate_search", *judged)
    assert backend().ids() == before
    assert f"answer:{answer.pk}" in before
    assert SearchIndex.objects.count() == 1


@pytest.mark.parametrize("text", ["q1\ta1\n", "q1 a1 3\n", "q1\ta1\tvery\n"])
def test_a_broken_judgement_file_is_said_with_its_line(judged, tmp_path, text):
    broken = tmp_path / "broken.tsv"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"broken\.tsv:1"):
        call_command("evaluate_search", *judged[:-1], str(broken))


def test_a_missing_file_is_said(judged):
    with pytest.raises(CommandError, match="读不了文件"):
        call_command("evaluate_search", "--corpus", "/nowhere.jsonl", *judged[2:])


@NEEDS_NODE
def test_both_indexes_are_rebuilt_checked_and_repaired_where_there_is_a_cluster(capsys, cluster):
    answer = published()
    rows = [json.loads(line) for line in run(capsys, "rebuild_index", "--json").splitlines() if "backend" in line]
    assert [(row["backend"], row["documents"]) for row in rows] == [("embedded", 1), ("elasticsearch", 1)]
    assert list(cluster.ids()) == [f"answer:{answer.pk}"]
    cluster.remove([f"answer:{answer.pk}"])
    assert code_of("check_index", "--backend", "elasticsearch") == 1
    found = json.loads(run(capsys, "check_index", "--backend", "elasticsearch", "--repair", "--json"))
    assert (found["missing"], found["repaired"]) == ([f"answer:{answer.pk}"], True)
    call_command("check_index")


def test_a_cluster_that_is_away_cannot_be_checked(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(CommandError) as raised:
        call_command("check_index", "--backend", "elasticsearch")
    assert raised.value.returncode == 2


def test_fitting_shows_the_numbers_and_writes_nothing_unasked(capsys, judged):
    before = FILE.read_text(encoding="utf-8")
    shown = json.loads(run(capsys, "fit_search", *judged))
    assert set(shown) == set(json.loads(before))
    assert all(math.isfinite(value) for value in shown.values())
    assert FILE.read_text(encoding="utf-8") == before
    assert not SearchIndex.objects.filter(name__startswith="fitting").exists()
