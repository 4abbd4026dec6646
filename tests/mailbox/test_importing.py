"""``import_letters``: each row one outcome, a second run changes nothing, bad files are told so."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbox import chain, queries
from mailbox.enums import Status, Visibility
from mailbox.importing import cautions, columns, files, rows, topics
from mailbox.importing.columns import UnreadableFile
from mailbox.importing.rows import RowProblem
from mailbox.models import Letter, Mark, PublicAnswer, Reply
from portal.accounts.roles import Role
from portal.outbox.models import OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared" / "data" / "letters" / "answered.xlsx"

HEADERS = list(columns.LABELS.values())
BODY = "\n\t\t请问\xa0请假能退费吗？\n\t\t"
ANSWER = "您好！按照规定，课后服务费按月收取，请假满五天的按天退还，请向班主任办理。"
ROW = [
    "1001",
    "A00012345",
    "课后服务费怎么退",
    "2019/4/25 9:32:09",
    "\n\t\t请问\xa0请假能退费吗？\n\t\t",
    ANSWER,
    "2019/5/10 14:56:53",
]
PUBLISH = ("--answered", "--publish", "--marked-by", "publisher", "--released-by", "releaser")


def row(**changed):
    by_name = dict(zip(columns.LABELS, ROW, strict=True)) | changed
    return [by_name[name] for name in columns.LABELS]


def csv_file(tmp_path, *data, headers=HEADERS, encoding="utf-8", name="letters.csv"):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *data])
    path = tmp_path / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(tmp_path, *data, headers=HEADERS):
    book = openpyxl.Workbook()
    for each in (headers, *data):
        book.active.append(list(each))
    path = tmp_path / "letters.xlsx"
    book.save(path)
    return path


@pytest.fixture(autouse=True)
def people():
    f.person(Role.PUBLISHER)
    f.person(Role.RELEASER)


def run(path, *options):
    """(summary, rows by number) of one run."""
    out = io.StringIO()
    call_command("import_letters", str(path), *options, "--json", stdout=out)
    *lines, last = [json.loads(line) for line in out.getvalue().splitlines()]
    return last, {line["number"]: line for line in lines}


def counts(summary):
    return {name: count for name, count in summary.items() if count and name != "seconds"}


def test_a_row_becomes_a_closed_letter_with_its_reply_and_no_clock(tmp_path):
    summary, _rows = run(csv_file(tmp_path, ROW), "--answered")
    letter = Letter.objects.get(source_number="1001")
    assert counts(summary) == {"rows": 1, "imported": 1}
    assert (letter.status, letter.visibility) == (Status.CLOSED, Visibility.PRIVATE)
    assert letter.body == "请问 请假能退费吗？"
    assert letter.received_at == datetime(2019, 4, 25, 1, 32, 9, tzinfo=UTC)
    assert letter.answered_at == datetime(2019, 5, 10, 6, 56, 53, tzinfo=UTC)
    assert letter.replies.get().text == ANSWER
    assert letter.clocks.count() == 0
    assert letter.topic.code == "fees"
    assert [event.kind for event in letter.events.all()] == ["imported"]
    assert not OutboxMessage.objects.filter(kind="letter.event").exists()
    assert queries.monthly_figures(2019, 4).received == 0


def test_a_batch_is_published_by_two_people_and_recorded(tmp_path):
    summary, _rows = run(csv_file(tmp_path, ROW), *PUBLISH)
    answer = queries.published_answers().get()
    assert counts(summary) == {"rows": 1, "published": 1}
    assert (answer.proposed_by.username, answer.released_by.username) == ("publisher", "releaser")
    assert answer.batch.endswith("-letters")
    assert [event.kind for event in answer.letter.events.all()] == ["imported", "released"]
    assert chain.broken_at(answer.letter) is None


def test_the_five_outcomes_add_up_to_the_rows(tmp_path):
    data = [
        ROW,
        row(number="1002", writer="B1", body="我的手机13812345678，请回电"),
        row(number="1003"),
        row(number="1004", sent="不是日期"),
        row(number="", writer="B2"),
    ]
    summary, told = run(csv_file(tmp_path, *data), *PUBLISH)
    assert counts(summary) == {"rows": 5, "published": 1, "held": 1, "merged": 1, "rejected": 2}
    assert told["1003"]["reason"] == "与1001重复"
    assert "留言时间看不懂" in told["1004"]["reason"]
    assert "电话" in told["1002"]["reason"]


def test_a_second_run_changes_nothing(tmp_path):
    path = csv_file(tmp_path, ROW, row(number="1002", writer="B1", body="电话13812345678"), row(number="1003"))
    run(path, *PUBLISH)
    before = (list(Letter.objects.values()), list(PublicAnswer.objects.values()), Reply.objects.count())
    summary, _rows = run(path, *PUBLISH)
    assert counts(summary) == {"rows": 3, "unchanged": 3}
    assert before == (list(Letter.objects.values()), list(PublicAnswer.objects.values()), Reply.objects.count())


def test_letters_imported_without_publishing_may_be_published_by_a_later_run(tmp_path):
    path = csv_file(tmp_path, ROW)
    run(path, "--answered")
    summary, _rows = run(path, *PUBLISH)
    assert counts(summary) == {"rows": 1, "published": 1}
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "held"),
    [
        ({"answer": f"{ANSWER}咨询电话0731-88665544。"}, False),
        ({"answer": f"{ANSWER}联系人手机13812345678。"}, True),
        ({"body": "请打0731-88665544找我"}, True),
        ({"body": "身份证号11010519491231002X，请查"}, True),
        ({"subject": "举报学校乱收费"}, True),
        ({"body": "孩子说想自杀，请帮帮我们"}, True),
        ({"answer": "网友：您好！留言已收悉"}, True),
    ],
    ids=[
        "landline in the reply",
        "mobile in the reply",
        "landline in the letter",
        "id card",
        "report",
        "crisis",
        "empty",
    ],
)
def test_what_holds_a_row_for_a_person(tmp_path, changed, held):
    run(csv_file(tmp_path, row(**changed)), *PUBLISH)
    letter = Letter.objects.get()
    assert letter.visibility == (Visibility.PROPOSED if held else Visibility.PUBLISHED)
    assert Mark.objects.filter(draft__public_answer__letter=letter, decision="open").exists() is held


def test_a_held_row_waits_at_the_gate_unpublished(tmp_path):
    run(csv_file(tmp_path, row(body="我的手机13812345678")), *PUBLISH)
    assert not queries.published_answers().exists()
    answer = PublicAnswer.objects.get()
    assert answer.draft.is_confirmed is False
    assert [event.kind for event in answer.letter.events.all()] == ["imported", "proposed"]


def test_the_writers_account_gives_way_to_a_general_word(tmp_path):
    given = row(answer=f"网友“A00012345”您好！{ANSWER}")
    run(csv_file(tmp_path, given), *PUBLISH)
    assert queries.published_answers().get().answer == f"网友您好！{ANSWER}"
    assert cautions.hide_writer("“UU0081”您好，网友UU00812问", "UU0081") == "网友您好，网友UU00812问"


def test_a_writer_with_a_persons_name_is_known_from_the_case(tmp_path):
    run(csv_file(tmp_path, row(writer="许清和", answer=f"许清和您好！{ANSWER}")), *PUBLISH)
    mark = Mark.objects.get(kind="person", field="answer")
    assert (mark.start, mark.end) == (0, 3)


def test_of_two_copies_the_one_answered_last_stands_and_the_other_points_at_it(tmp_path):
    early = row(number="7", answered="2019/5/1 9:00:00", answer="您的留言已收悉，已转有关科室办理，请耐心等待答复。")
    run(csv_file(tmp_path, early, row(number="8", subject="课后服务费怎么退啊")), *PUBLISH)
    first, last = Letter.objects.get(source_number="7"), Letter.objects.get(source_number="8")
    assert (first.status, first.merged_into) == (Status.MERGED, last)
    assert first.replies.count() == 1
    assert queries.published_answers().get().letter == last


def test_two_answers_under_one_number_are_one_letter_with_two_replies(tmp_path):
    early = row(answered="2019/5/1 9:00:00", answer="您的留言已收悉，已转有关科室办理，请耐心等待答复。")
    path = csv_file(tmp_path, early, ROW)
    summary, _rows = run(path, *PUBLISH)
    assert counts(summary) == {"rows": 2, "published": 1, "merged": 1}
    assert Letter.objects.get().replies.count() == 2
    assert queries.published_answers().get().answer == ANSWER
    summary, _rows = run(path, *PUBLISH)
    assert counts(summary) == {"rows": 2, "unchanged": 2}


def test_a_dry_run_tells_all_and_saves_nothing(tmp_path):
    summary, _rows = run(csv_file(tmp_path, ROW), *PUBLISH, "--dry-run")
    assert counts(summary) == {"rows": 1, "published": 1}
    assert not Letter.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_in_the_encodings_people_have(tmp_path, encoding):
    run(csv_file(tmp_path, row(body="请问请假能退费吗？"), encoding=encoding), "--answered")
    assert Letter.objects.get().subject == "课后服务费怎么退"


def test_xlsx_with_numbers_dates_and_columns_in_another_order(tmp_path):
    headers = ["答复时间", "别的列", "留言 编号", "留言用户", "留言主题", "留言时间", "留言详情\n", "答复意见"]
    cells = [
        datetime(2019, 5, 10, 8),
        3.5,
        1001,
        "A1",
        "𠮷野家旁的小学😀",
        datetime(2019, 4, 25),
        "请问学位够吗？",
        ANSWER,
    ]
    run(xlsx_file(tmp_path, cells, headers=headers), "--answered")
    letter = Letter.objects.get(source_number="1001")
    assert letter.subject == "𠮷野家旁的小学😀"


def test_jsonl_with_english_names_and_a_broken_line(tmp_path):
    path = tmp_path / "letters.jsonl"
    record = {"id": 5, "user": "U1", "title": "学位", "date": "2019-04-25 09:00:00", "body": "够吗", "likes": 3}
    path.write_text(f"{json.dumps(record)}\n\nnot json\n[1]\n", encoding="utf-8")
    summary, _rows = run(path)
    assert counts(summary) == {"rows": 3, "imported": 1, "rejected": 2}
    assert Letter.objects.get().source_number == "5"


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        (
            ["留言编号", "留言用户", "留言主题", "留言时间", "留言内容", "答复意见", "答复时间"],
            "“留言内容”是不是“留言详情”",
        ),
        (["a", "b", "c", "d", "e", "f", "g"], "缺少这些列：留言编号、留言主题"),
        ([*HEADERS[:6], "留言编号"], "出现了两次"),
    ],
)
def test_missing_renamed_and_double_columns_are_named(tmp_path, headers, sentence):
    with pytest.raises(CommandError, match=sentence) as caught:
        run(csv_file(tmp_path, ROW, headers=headers), "--answered")
    assert caught.value.returncode == 2
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"this is no zip", "打不开"),
        ("a.xlsx", b"PK\x03\x04" + b"\x00" * 60, "打不开"),
        ("a.csv", b"\x81\xff\xfe\x00\x81", "编码"),
        ("a.csv", b"", "文件是空的"),
        ("a.jsonl", b"<html>", "不是jsonl"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "只能导入"),
    ],
)
def test_files_that_are_none_get_a_sentence_and_exit_2(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence) as caught:
        run(path)
    assert caught.value.returncode == 2


def test_a_workbook_cut_short_saves_nothing(tmp_path):
    path = xlsx_file(tmp_path, *[row(number=str(n), writer=f"W{n}") for n in range(300)])
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(CommandError, match="打不开"):
        run(path, *PUBLISH)
    assert not Letter.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件"):
        run(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--publish",), "和 --answered 一起用"),
        (("--answered", "--publish", "--marked-by", "publisher"), "两个人"),
        (("--answered", "--publish", "--marked-by", "publisher", "--released-by", "publisher"), "不能是同一个人"),
        (("--answered", "--publish", "--marked-by", "releaser", "--released-by", "publisher"), "没有“公开拟稿”的角色"),
        (("--answered", "--publish", "--marked-by", "nobody", "--released-by", "releaser"), "没有“nobody”"),
    ],
)
def test_publishing_needs_two_people_with_the_roles(tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence) as caught:
        run(csv_file(tmp_path, ROW), *options)
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"subject": "长" * 101}, "留言主题有101个字"),
        ({"body": "长" * 50_001}, "留言详情有50001个字"),
        ({"body": " \t\x00\u200b "}, "留言详情是空的"),
        ({"number": "9" * 61}, "超过60个字"),
        ({"answered": "2019/4/1 9:00:00"}, "答复时间早于留言时间"),
        ({"sent": "2999/1/1"}, "不在1990年到今天之间"),
        ({"sent": "2019/2/30"}, "看不懂"),
    ],
)
def test_rows_that_cannot_be_taken_in_say_why(tmp_path, changed, reason):
    summary, told = run(csv_file(tmp_path, row(**changed)), "--answered")
    assert summary["rejected"] == 1
    assert reason in next(iter(told.values()))["reason"]
    assert not Letter.objects.exists()


def test_a_text_of_100_kb_is_refused_in_a_sentence_and_its_neighbours_come_in(tmp_path):
    summary, _rows = run(csv_file(tmp_path, row(number="1", body="好" * 100_000), row(number="2")), "--answered")
    assert counts(summary) == {"rows": 2, "imported": 1, "rejected": 1}


def test_topics_are_guessed_from_plain_words():
    wanted = {"关于幼儿园收费": "kindergarten", "小学学区划分": "enrollment", "修一修路": "other", "食堂饭菜凉": "food"}
    assert {subject: topics.guess(subject) for subject in wanted} == wanted


def outcome(refusal, work):
    """(sentence of the one allowed refusal, None) or ("", result); anything else that is raised fails the test."""
    try:
        return "", work()
    except refusal as error:
        return str(error), None


CELLS = st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(list(columns.LABELS)), CELLS))
def test_any_cells_give_a_letter_or_a_reason(values):
    now = datetime(2026, 11, 26, tzinfo=UTC)
    sentence, letter = outcome(RowProblem, lambda: rows.understand(files.SourceRow(2, values), answered=True, now=now))
    assert sentence or letter.sent <= letter.answered <= now


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([".csv", ".jsonl", ".xlsx"]), st.booleans())
def test_any_bytes_give_rows_or_a_sentence(tmp_path, content, suffix, with_header):
    path = tmp_path / f"any{suffix}"
    path.write_bytes((",".join(HEADERS) + "\n").encode() + content if with_header else content)
    sentence, found = outcome(UnreadableFile, lambda: list(files.read(path, columns.ALWAYS)))
    assert sentence or all(each.line > 0 for each in found)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=255))
def test_a_workbook_with_one_changed_byte_gives_rows_or_a_sentence(tmp_path, place, byte):
    path = tmp_path / "letters.xlsx"
    if not path.exists():
        xlsx_file(tmp_path, ROW)
    content = bytearray(path.read_bytes())
    content[place % len(content)] = byte
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(bytes(content))
    sentence, found = outcome(UnreadableFile, lambda: list(files.read(broken, columns.WITH_ANSWER)))
    assert sentence or len(found) <= 1


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="the file of real letters is not on this machine")
def test_every_row_of_the_real_file_can_be_read():
    read = list(files.read(REAL, columns.WITH_ANSWER))
    now = datetime(2026, 11, 26, tzinfo=UTC)
    letters = [rows.understand(each, answered=True, now=now) for each in read]
    assert len(letters) == 2816
    assert len({letter.number for letter in letters}) == 2816
