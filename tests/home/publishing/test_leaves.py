"""Texts as strings that can be read and written back, whatever they are wrapped in."""

from __future__ import annotations

from home.publishing.leaves import from_html, from_rows, links_in, plain


def test_running_text_reads_without_tags_and_paragraphs_end_lines() -> None:
    leaf = from_html("正文", "body.1", "<p>电话<b>138</b>1234</p><ul><li>一</li><li>二</li></ul>", lambda html: None)
    assert leaf.text == "电话1381234\n一\n二\n"


def test_masking_words_that_cross_tags_keeps_the_rest_of_the_markup() -> None:
    written: list[str] = []
    leaf = from_html("正文", "body.1", "<p>打<b>138</b>1234<i>5678</i>问。</p>", written.append)
    start = leaf.text.index("138")
    assert leaf.write is not None
    leaf.write(leaf.replaced([(start, start + 11, "（电话已隐去）")]))
    assert written == ["<p>打<b>（电话已隐去）</b><i></i>问。</p>"]


def test_text_that_looks_like_markup_stays_text() -> None:
    written: list[str] = []
    leaf = from_html("正文", "body.1", "<p>1 &lt; 2，许小禾</p>", written.append)
    assert leaf.write is not None
    leaf.write(leaf.replaced([(6, 9, "某某")]))
    assert written == ["<p>1 &lt; 2，某某</p>"]


def test_a_table_reads_as_rows_of_cells_and_is_written_cell_by_cell() -> None:
    written: list[list[list[str]]] = []
    leaf = from_rows("表格", "body.2", [["姓名", "电话"], ["许小禾", None], ["两\n行", 7]], written.append)
    assert leaf.text == "姓名\t电话\n许小禾\t\n两 行\t7\n"
    start = leaf.text.index("许小禾")
    assert leaf.write is not None
    leaf.write(leaf.replaced([(start, start + 3, "许**")]))
    assert written == [[["姓名", "电话"], ["许**", ""], ["两 行", "7"]]]


def test_several_masks_in_one_string() -> None:
    leaf = plain("标题", "title", "甲乙丙丁", lambda strings: None)
    assert leaf.replaced([(0, 1, "A"), (2, 3, "")]) == ["A乙丁"]
    assert leaf.replaced([]) == ["甲乙丙丁"]


def test_links_are_found_with_their_addresses() -> None:
    assert [link.get("href") for link in links_in('<p><a href="tel:1">一</a><b>二</b></p>')] == ["tel:1"]
