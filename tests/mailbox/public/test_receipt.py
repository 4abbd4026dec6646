"""The receipt shows both keys once, to the one who sent the form, and never in an address."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mailbox import numbering
from mailbox.models import FormToken, Letter
from mailbox.receipts import path_of, receipt_of
from tests import factories as f
from tests.mailbox.public import pages
from tests.mailbox.public.writer import URL, Writer

pytestmark = pytest.mark.django_db


def sent() -> tuple[Writer, dict[str, str]]:
    f.bureau()
    writer = Writer()
    writer.to_check()
    fields = {**writer.fields, "go": "send", "answer": pages.answer_to(pages.form(writer.page, URL))}
    writer.page = writer.client.post(URL, fields)
    return writer, fields


def code_on(page) -> str:
    shown = re.search(r'id="receipt-code">(.*?)</dd>', page.content.decode())
    return re.sub(r"<[^>]+>", "", shown[1]) if shown else ""


def test_the_receipt_shows_number_code_and_the_day_of_the_answer():
    writer, _fields = sent()
    letter = Letter.objects.get()
    html = writer.page.content.decode()
    assert letter.number in html
    assert numbering.code_digest(code_on(writer.page), settings.CODE_PEPPER) == letter.code_digest
    assert "最晚答复" in html
    assert "云岭区教育局" in html


def test_the_same_post_again_shows_the_same_receipt_and_makes_no_second_letter():
    writer, fields = sent()
    again = Client().post(URL, fields)
    assert code_on(again) == code_on(writer.page) != ""
    assert "没有再寄第二封" in again.content.decode()
    assert Letter.objects.count() == 1


def test_after_half_an_hour_the_code_is_shown_no_more():
    _writer, fields = sent()
    FormToken.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    again = Client().post(URL, fields)
    assert Letter.objects.get().number in again.content.decode()
    assert code_on(again) == ""
    assert "查询码已经过了显示的时间" in again.content.decode()


def test_the_code_is_in_no_header_and_no_address_of_the_page():
    writer, _fields = sent()
    code = code_on(writer.page)
    html = writer.page.content.decode()
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', html)
    assert [address for address in addresses if code in address or code.replace("-", "") in address] == []
    assert code not in str(writer.page.headers)


def test_the_qr_opens_the_tracking_page_with_both_keys_behind_the_fragment():
    made = f.receive()
    receipt = receipt_of(made)
    before, fragment = receipt.tracking_address.split("#")
    assert before == f"{settings.PUBLIC_URL}/letters/track/"
    assert fragment == f"n={made.letter.number}&c={made.code}"
    assert receipt.qr_path.startswith("M0 0h7v1h-7z")


def test_the_path_of_a_qr_draws_each_dark_module_once():
    assert path_of((bytearray([1, 1, 0]), bytearray([0, 1, 1]))) == "M0 0h2v1h-2zM1 1h2v1h-2z"


def test_the_qr_needs_no_inline_style():
    writer, _fields = sent()
    assert " style=" not in writer.page.content.decode()
    assert re.search(r'<svg class="qr" viewBox="-2 -2 (\d+) \1" role="img"', writer.page.content.decode())


def test_the_file_to_keep_holds_both_keys_and_is_asked_for_by_post():
    writer, _fields = sent()
    file_form = pages.form(writer.page, "/letters/receipt/")
    answer = Client().post("/letters/receipt/", file_form.fields)
    text = answer.content.decode()
    assert f"查询码：{code_on(writer.page)}" in text
    assert Letter.objects.get().number in text
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{Letter.objects.get().number}.txt"'
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("fields", [{}, {"pass": "forged"}])
def test_without_the_pass_there_is_no_file(fields):
    sent()
    assert Client().get("/letters/receipt/")["Location"] == URL
    assert Client().post("/letters/receipt/", fields)["Location"] == URL


def test_the_way_from_the_receipt_to_the_progress_goes_by_post():
    writer, _fields = sent()
    onward = pages.form(writer.page, "/letters/track/")
    answer = writer.client.post("/letters/track/", onward.fields, follow=True)
    assert Letter.objects.get().subject in unescape(re.sub("<wbr>", "", answer.content.decode()))
