"""Text pasted from Word is clean when it is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from home.blocks.pasted_text import clean_html, clean_text
from home.blocks.text import TextBlock


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ('<p class="MsoNormal" style="mso-bidi-font-size:12pt">一</p>', "<p>一</p>"),
        ("<p><span lang=EN-US>二</span><span></span><o:p></o:p></p>", "<p>二</p>"),
        ("<p>\u3000\u3000首行\u00a0缩进\u00a0</p>", "<p>首行缩进</p>"),
        ("<p>10\u00a0MB\u200b 以内</p>", "<p>10 MB 以内</p>"),
        ("<p>&nbsp;</p><p>留下</p><p><b></b></p>", "<p>留下</p>"),
        ("<h1>标题</h1><div>段</div>", "<p>标题</p><p>段</p>"),
        ("<p><strong>粗</strong></p>", "<p><b>粗</b></p>"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><p>三</p>", "<p>三</p>"),
        ("<style>p{}</style><script>x()</script><p>四</p>", "<p>四</p>"),
        ('<p><a href="javascript:x()">点</a></p>', "<p>点</p>"),
        ('<p><a href="https://example.org/" onclick="x()">看</a></p>', '<p><a href="https://example.org/">看</a></p>'),
        ('<p><a linktype="page" id="3">页</a></p>', '<p><a id="3" linktype="page">页</a></p>'),
        ("<ul><li> 一 </li><li></li></ul>", "<ul><li>一</li></ul>"),
    ],
)
def test_word_text_is_cleaned(pasted: str, clean: str) -> None:
    assert _sorted(clean_html(pasted)) == _sorted(clean)


def _sorted(html: str) -> str:
    return html.replace('linktype="page" id="3"', 'id="3" linktype="page"')


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_block_cleans_when_an_editor_saves() -> None:
    block = TextBlock()
    assert block.clean(RichText('<p style="mso-x:1">好\u00a0的</p>')).source == "<p>好的</p>"
