"""``due RULE START``: what an operator reads, and the exit codes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue()


def test_the_proof_names_rule_article_edition_and_each_day():
    assert told("M03", "2026-09-28").splitlines() == [
        "M03 一般诉求答复：5个工作日",
        "依据：受理及办理时限一览表：一般投诉5个工作日（本局制度）",
        "日历：国务院办公厅2026年放假安排，正式版",
        "起算：2026-09-28，当天不算",
        "  2026-09-29 第1天 周二",
        "  2026-09-30 第2天 周三",
        *(f"  2026-10-0{day} 不算 国庆" for day in range(1, 8)),
        "  2026-10-08 第3天 周四",
        "  2026-10-09 第4天 周五",
        "  2026-10-10 第5天 调休上班",
        "到期：2026-10-10",
    ]


def test_a_date_in_a_provisional_year_says_so_at_the_day_and_at_the_end():
    lines = told("G01", "2026-12-17").splitlines()
    assert "  2027-01-01 不算 元旦（暂定）" in lines
    assert lines[-1] == "到期：2027-01-15（暂定，放假安排公布后重算）"


def test_pauses_are_listed_and_left_out():
    lines = told(
        "M03", "2026-11-23", "--pause", "2026-11-25", "2026-11-27", "--pause", "2026-11-30", "2026-12-01"
    ).splitlines()
    assert lines[4:6] == ["停表：2026-11-25 起，2026-11-27 起接着算", "停表：2026-11-30 起，2026-12-01 起接着算"]
    assert "  2026-11-26 不算 停表" in lines
    assert lines[-1] == "到期：2026-12-03"


def test_an_open_pause_gives_no_date():
    assert told("M03", "2026-11-23", "--pause", "2026-11-25", "-").splitlines()[-1] == "到期：停表中，恢复后再算"


def test_json_holds_the_same_facts():
    facts = json.loads(told("M05", "2026-11-23", "--pause", "2026-12-01", "2026-12-03", "--json"))
    assert (facts["rule"], facts["limit"], facts["unit"]) == ("M05", 60, "calendar_day")
    assert (facts["due"], facts["unrolled"], facts["provisional"]) == ("2027-01-25", "2027-01-24", True)
    assert facts["pauses"] == [["2026-12-01", "2026-12-03"]]
    assert sum(day["counted"] for day in facts["days"]) == 60


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("M03", "2026-02-30"), "日期“2026-02-30”不对"),
        (("M03", "20261123"), "日期“20261123”不对"),
        (("M03", "2026-11-23", "--pause", "2026-11-25", "soon"), "日期“soon”不对"),
        (("M03", "2026-11-23", "--pause", "2026-11-25", "2026-11-24"), "不能早于"),
        (("M99", "2026-11-23"), "没有编号为M99"),
        (("U01", "2026-11-23"), "按小时计"),
        (("R01", "2026-11-23"), "定在每天17:00"),
        (("M03", "2006-05-01"), "工作日历从2007年开始"),
        (("M03", "1999-05-01"), "从2000-01-01起用"),
        (("M03", "9999-12-30"), "日期太远"),
    ],
)
def test_a_wrong_question_is_a_sentence_and_exit_code_2(arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as failure:
        told(*arguments)
    assert failure.value.returncode == 2
