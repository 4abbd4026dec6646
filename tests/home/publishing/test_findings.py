"""Which texts are read, what they are called, and what may stand: official phones and rules."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from home.models import ArticlePage
from home.publishing.findings import findings
from home.publishing.places import leaves
from portal.privacy.models import MarkRule
from tests.factories import school
from tests.home.factories import article, fee, home_page, plan, statement
from tests.publishing import PHONE, editor

pytestmark = pytest.mark.django_db


def paper(title: str = "名单", name: str = "list.pdf") -> Document:
    return Document.objects.create(title=title, file=ContentFile(b"%PDF-1.4", name=name))


def body(*blocks: tuple[str, object]) -> ArticlePage:
    return article(live=False, body=list(blocks))


def test_places_are_named_as_an_editor_knows_them() -> None:
    page = body(
        ("steps", [{"title": "填表", "detail": ""}, {"title": "交表", "detail": "到窗口"}]),
        ("contact", {"office": "基教科", "phone": "0199-8812 3400", "address": "", "hours": ""}),
    )
    page.search_description = "怎么转学"
    assert [(leaf.label, leaf.text) for leaf in leaves(page)] == [
        ("标题", "转学怎么办"),
        ("网址", "transfer"),
        ("搜索说明", "怎么转学"),
        ("内容第1块“办理步骤”第1条做什么", "填表"),
        ("内容第1块“办理步骤”第2条做什么", "交表"),
        ("内容第1块“办理步骤”第2条怎么做", "到窗口"),
        ("内容第2块“联系方式”科室或窗口", "基教科"),
        ("内容第2块“联系方式”电话", "0199-8812 3400"),
    ]


def test_path_leads_the_editor_to_the_block() -> None:
    page = body(("notice", {"text": "周五截止", "tone": ""}))
    assert leaves(page)[-1].path == f"body.{page.body[0].id}.text"


def test_documents_are_read_by_title_and_file_name_in_blocks_and_in_running_text() -> None:
    document = paper("许小禾获奖名单", f"{PHONE}.pdf")
    for block in (
        ("file", {"document": document, "note": ""}),
        ("text", f'<p>见<a linktype="document" id="{document.pk}">附件</a></p>'),
    ):
        texts = {leaf.text for leaf in leaves(body(block))}
        assert {"许小禾获奖名单", PHONE} <= texts
        home_page().get_children().filter(slug="guides").delete()


def test_a_link_to_a_document_that_is_gone_is_no_text() -> None:
    assert [leaf.text for leaf in leaves(body(("text", '<p>见<a linktype="document" id="99">附件</a></p>')))][2:] == [
        "见附件\n"
    ]


def test_headings_of_a_table_say_what_a_column_holds() -> None:
    rows = [["姓名", "班级"], ["星星", "3"], ["月亮", "4"]]
    page = body(("table", {"data": rows, "table_caption": "获奖名单", "first_row_is_table_header": True}))
    alone = body_words(("text", "<p>夜里看得见星星和月亮。</p>"))
    assert {"星星", "月亮"} <= {found.words for found in findings(page)}
    assert not {"星星", "月亮"} & alone


def body_words(block: tuple[str, object]) -> set[str]:
    home_page().get_children().filter(slug="guides").delete()
    return {found.words for found in findings(body(block))}


def test_same_words_are_one_finding_with_all_their_places() -> None:
    page = article(live=False, title=f"问{PHONE}", body=[("text", f"<p>打{PHONE}</p>")])
    (found,) = findings(page)
    assert [spot.leaf.label for spot in found.spots] == ["标题", "内容第1块“正文”"]
    assert (found.spots[1].before, found.spots[1].words, found.spots[1].after) == ("打", PHONE, "")


def test_phones_of_offices_stay_and_mobiles_in_the_same_field_do_not() -> None:
    for phone, words in (("0199-8812 3400", set()), ("12315", set()), (PHONE, {PHONE})):
        item = fee(live=False, complaint_phone=phone)
        assert {found.words for found in findings(item)} == words


def test_phone_of_a_unit_stays_wherever_it_stands() -> None:
    unit = school()
    unit.phone = "0199-8812 5566"
    unit.save()
    assert findings(body(("text", "<p>请打0199-8812 5566。</p>"))) == []


def test_rules_of_the_administrator_count() -> None:
    page = body(("text", "<p>找幸福里驿站。</p>"))
    assert findings(page) == []
    MarkRule.objects.create(words="幸福里驿站", kind="address", reason="有人住在那里", author=editor())
    assert [found.words for found in findings(page)] == ["幸福里驿站"]


@pytest.mark.parametrize("make", [fee, plan, statement])
def test_every_typed_disclosure_has_texts_to_read(make: object) -> None:
    item = make(live=False, document_number=f"问{PHONE}")  # type: ignore[operator]
    assert [found.spots[0].leaf.label for found in findings(item)] == ["文号"]


def test_a_short_text_among_long_ones_is_read_too() -> None:
    page = body(("text", f"<p>{'先问学位。' * 9_900}</p>"), ("text", f"<p>{'再办核准。' * 2_000}打{PHONE}</p>"))
    assert [found.words for found in findings(page)] == [PHONE]
