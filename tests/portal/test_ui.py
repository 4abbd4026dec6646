"""Promises of the design system: what is escaped, where headings break, in which order a field is read."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory

from portal.form_fields import FieldView
from portal.word_breaks import chunks

CSS = Path(settings.BASE_DIR) / "portal" / "static" / "portal" / "css"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


class Letter(forms.Form):
    body = forms.CharField(label="信的内容", max_length=20, min_length=5, widget=forms.Textarea, help_text="写清楚。")
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect, choices=[("a", "咨询"), ("b", "投诉")])
    email = forms.EmailField(label="邮箱", required=False)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("学期中途转来，课后服务费从哪天算起？", "学期|中途|转来，|课后|服务费|从哪天|算起？"),
        ("显示“待转入”，怎么办", "显示|“待|转入”，|怎么办"),
        ("2026年招生", "2026年|招生"),
    ],
)
def test_headings_break_between_words_and_never_before_closing_marks(text: str, broken: str) -> None:
    assert "|".join(chunks(text)) == broken


@pytest.mark.parametrize("text", ["", " ", "𠮷野家", "a<b", "😀👍", "《信访条例》 的 FAQ v2.0", "长" * 300])
def test_breaking_a_heading_loses_no_character(text: str) -> None:
    assert "".join(chunks(text)) == text


def test_heading_with_markup_in_it_is_escaped() -> None:
    assert render("{{ text|wbr }}", text="<script>x</script>").replace("<wbr>", "") == "&lt;script&gt;x&lt;/script&gt;"


def test_found_words_are_marked_and_the_rest_is_escaped() -> None:
    assert render("{{ text|marked:words }}", text="<b>课后服务费</b>", words=("课后服务", "")) == (
        "&lt;b&gt;<mark>课后服务</mark>费&lt;/b&gt;"
    )


def test_lines_become_paragraphs_and_stay_text() -> None:
    assert render("{{ text|paragraphs }}", text="一\n\n <i>二 ") == "<p>一</p><p>&lt;i&gt;二</p>"


def test_dates_carry_their_weekday_and_local_time() -> None:
    late = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)  # already the 24th in Shanghai
    source = "{{ day|zh_date }} {{ day|zh_day }} {{ late|zh_time }} {{ late|iso_day }} {{ none|zh_date }}"
    shown = render(source, day=date(2026, 11, 23), late=late, none=None)
    assert shown == "2026年11月23日（周一） 11月23日（周一） 11月24日（周二）0:05 2026-11-24 "


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("81432.00"), "81,432"), (Decimal("12.50"), "12.5"), (Decimal(100), "100"), (None, "")]
)
def test_amounts_have_thousands_apart_and_no_trailing_zeros(value: Decimal | None, shown: str) -> None:
    assert render("{{ value|amount }}", value=value) == shown


def test_icon_is_hidden_from_screen_readers() -> None:
    assert render('{% icon "i-search" %}') == (
        '<svg aria-hidden="true"><use href="/static/portal/img/icons.svg#i-search"/></svg>'
    )


def test_every_icon_that_templates_and_code_name_is_in_the_sprite() -> None:
    sprite = (Path(settings.BASE_DIR) / "portal/static/portal/img/icons.svg").read_text()
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:icon |badge |icon_name=)"([is]-[a-z]+)"', path.read_text())
    }
    assert named
    assert sorted(name for name in named if f'id="{name}"' not in sprite) == []


def test_field_is_read_as_label_hint_error_control_counter() -> None:
    form = Letter({"body": "短", "kind": "a"})
    html = render("{% field form.body %}", form=form)
    order = [html.index(part) for part in ("<label", 'id="id_body-hint"', 'id="id_body-error"', "<textarea", "／20字")]
    assert order == sorted(order)
    assert 'aria-describedby="id_body-hint id_body-error id_body-counter"' in html
    assert 'aria-invalid="true"' in html


def test_field_without_error_says_nothing_about_errors() -> None:
    html = render("{% field form.body %}", form=Letter())
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_body-hint id_body-counter"' in html


def test_text_too_long_is_kept_by_the_browser_so_that_nothing_typed_is_lost() -> None:
    html = render("{% field form.body %}", form=Letter())
    assert "maxlength" not in html
    assert 'data-limit="20"' in html


def test_typed_markup_comes_back_escaped() -> None:
    assert "</textarea><script>" not in render("{% field form.body %}", form=Letter({"body": "</textarea><script>"}))


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = Letter()
    assert "（可不填）" in render("{% field form.email %}", form=form)
    assert "（可不填）" not in render("{% field form.body %}", form=form)


def test_choices_are_a_group_of_real_radios_with_a_legend() -> None:
    html = render("{% field form.kind %}", form=Letter())
    assert html.count('type="radio"') == 2
    assert "<legend" in html
    assert 'for="id_kind_1"' in html


def test_error_summary_counts_and_links_to_each_field() -> None:
    form = Letter({"body": "短"})
    html = render("{% error_summary form %}", form=form)
    assert "有2处需要修改" in html
    assert 'href="#id_body"' in html
    assert 'href="#id_kind_0"' in html
    assert "其他内容都还在" in html


def test_form_without_errors_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=Letter()).strip() == ""


def test_file_and_check_are_told_apart() -> None:
    class Upload(forms.Form):
        file = forms.FileField(required=False)
        agree = forms.BooleanField()

    form = Upload()
    assert [FieldView(form[name], {}).kind for name in ("file", "agree")] == ["file", "check"]


def test_pager_keeps_the_filters_and_marks_the_page() -> None:
    request = RequestFactory().get("/letters/", {"topic": "fees", "page": "2"})
    html = render("{% pager page %}", request=request, page=Paginator(range(100), 10).get_page(2))
    assert 'href="?topic=fees&amp;page=1" rel="prev"' in html
    assert '<a href="?topic=fees&amp;page=2" aria-current="page">2</a>' in html


def test_one_page_needs_no_pager() -> None:
    request = RequestFactory().get("/letters/")
    assert render("{% pager page %}", request=request, page=Paginator([1], 10).get_page(1)).strip() == ""


def test_last_breadcrumb_is_this_page_and_no_link() -> None:
    html = render("{% crumbs trail %}", trail=[("公开信息", "/disclosures/"), ("学校收费", "")])
    assert '<a href="/disclosures/">公开信息</a>' in html
    assert '<span aria-current="page">学校收费</span>' in html


def test_style_sheets_keep_colours_in_tokens_and_stay_small() -> None:
    rules = (CSS / "portal.css").read_text()
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl\(", rules) == []
    assert sum(path.stat().st_size for path in CSS.glob("*.css") if path.name in {"portal.css", "tokens.css"}) < 32_000


def test_public_templates_carry_no_inline_style_and_no_inline_script() -> None:
    elsewhere = {"emails", "documents", "wagtailadmin"}  # not served under the public policy
    public = [path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in elsewhere]
    assert len(public) > 20
    wrong = [path.name for path in public if re.search(r" style=|<script>| on[a-z]+=\"", path.read_text())]
    assert wrong == []


@pytest.mark.django_db
def test_component_page_shows_every_component(client: Client) -> None:
    html = client.get("/components/").content.decode()
    for css_class in (
        "btn quiet",
        "choice",
        "field has-error",
        "badge late",
        "timeline",
        "answer",
        "pager",
        "alert bad",
    ):
        assert f'class="{css_class}' in html


@pytest.mark.django_db
def test_unknown_address_answers_with_ways_out(client: Client) -> None:
    response = client.get("/nix/")
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode().replace("<wbr>", "")
    assert 'role="search"' in response.content.decode()
