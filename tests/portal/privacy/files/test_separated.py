"""A csv is read as the spreadsheet program shows it, whatever parts its cells."""

from __future__ import annotations

import pytest

from portal.privacy.files import separated
from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import inspect
from portal.privacy.files.refusals import FileRefused

PHONE = "13800004712"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲,乙\n1;2,3\n", [["甲", "乙"], ["1;2", "3"]]),
        ("甲;乙\n1;2\n", [["甲", "乙"], ["1", "2"]]),
        ("甲\t乙\n1,5\t2\n", [["甲", "乙"], ["1,5", "2"]]),
        ("sep=;\n甲;乙,丙\n", [["甲", "乙,丙"]]),
        ("sep=|\n甲|乙\n", [["甲", "乙"]]),
        ('甲,"乙;丙;丁"\n', [["甲", "乙;丙;丁"]]),
        ("甲,,\n,,\n,乙\n", [["甲"], [], ["", "乙"]]),
        ('"=""0012""",=A1\n', [["0012", "=A1"]]),
        ('"=""1380""&""0004712"""\n', [[PHONE]]),
        (f"\u202e{PHONE[::-1]}\n", [[PHONE]]),
    ],
)
def test_cells_are_those_that_the_program_shows(tmp_path, text, rows):
    for encoding in ("utf-8", "utf-16", "gb18030") if "\u202e" not in text else ("utf-8", "utf-16"):
        (tmp_path / "a.csv").write_text(text, encoding=encoding)
        assert separated.rows(tmp_path / "a.csv") == rows


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n年;号1;号2\nx;1380000;4712\n",
        "年\t号1\t号2\nx\t1380000\t4712\n",
        "a,b,c\n1380000,,4712\n",
        "a,b,c,d\n138,00,004,712\n",
        "a\n1,3,8,0,0,0,0,4,7,1,2\n",
        '学校,联系电话\n甲,"13,800,004,712"\n',
        f"学校,联系电话\n甲,{PHONE}.0\n",
        '学校,号码\n甲,"=""1380""&""0004712"""\n',
    ],
)
def test_numbers_in_the_dress_of_a_table_are_found_and_masked(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    said = {
        "".join(char for char in one.text.removesuffix(".0") if char.isdigit())
        for one in inspect(tmp_path / "a.csv").found
    }
    assert said == {PHONE}
    clean(tmp_path / "a.csv", tmp_path / "b.csv")
    copy = (tmp_path / "b.csv").read_text(encoding="utf-8-sig")
    assert PHONE not in "".join(char for char in copy if char.isdigit())


def test_a_formula_whose_value_nobody_knows_here_waits_for_a_person(tmp_path):
    (tmp_path / "a.csv").write_text('a,b\nx,"=""138""&A1"\ny,=SUM(B1:B2)\n', encoding="utf-8")
    (said,) = inspect(tmp_path / "a.csv").unread
    assert said.startswith("第2行第2列等2格是公式")


def test_empty_cells_are_not_read_one_by_one(tmp_path):
    """200 KB of commas would keep whoever looks through the cells busy for seconds."""
    (tmp_path / "a.csv").write_bytes(b"," * 199_998 + b"\n")
    assert separated.read(tmp_path / "a.csv").layers[0].units == ()
    (tmp_path / "b.csv").write_bytes(b"," * 199_998 + b"1\n")
    with pytest.raises(FileRefused):
        separated.read(tmp_path / "b.csv")
