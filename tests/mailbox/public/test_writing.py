"""The writing form keeps everything, asks for little, and makes one letter of one form."""

import re
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.test import Client
from django.utils import timezone

from mailbox.forms import form_passes
from mailbox.models import Letter, LetterContact
from portal import suggestions
from portal.suggestions import Suggestion, SuggestionsUnavailable
from tests import factories as f
from tests.mailbox.public import pages
from tests.mailbox.public.writer import URL, WHAT, WHO, Writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bureau():
    f.school()


@pytest.fixture
def provide(monkeypatch):
    def use(provider):
        monkeypatch.setattr(suggestions, "_provider", provider)

    return use


def text(response) -> str:
    return re.sub(r"<wbr>|<!--.*?-->", "", response.content.decode())


def carried(response, names) -> dict[str, str]:
    fields = pages.form(response, URL).fields
    return {name: fields.get(name) for name in names}


def test_the_whole_way_without_cookies_or_script_makes_one_letter_with_everything_in_it():
    writer = Writer()
    writer.to_check()
    assert "核对一遍" in text(writer.page)
    writer.send()
    letter = Letter.objects.get()
    assert (letter.subject, letter.body) == (WHAT["subject"], WHAT["body"])
    assert (letter.letter_class, letter.place, letter.concerned) == ("enquiry", "清溪小学", f.school())
    assert letter.consent_to_publish is True
    assert letter.is_confidential is False
    assert (letter.contact.name, letter.contact.email, letter.contact.notify_by) == (
        "许清和", "xuqinghe@example.com", "email",
    )  # fmt: skip
    assert letter.number in text(writer.page)


def test_steps_are_numbered_and_titled_in_order():
    writer = Writer()
    titles = [re.search(r"<title>(.*?) - ", text(writer.page))[1]]
    for go, typed in (("next", WHAT), ("next", {}), ("next", WHO)):
        writer.press(go, **typed)
        titles.append(re.search(r"<title>(.*?) - ", text(writer.page))[1])
    assert titles == [
        "写什么（第1步，共4步）",
        "可能已有答复（第2步，共4步）",
        "联系方式（第3步，共4步）",
        "核对后寄出（第4步，共4步）",
    ]


def test_going_back_through_all_steps_and_forward_again_keeps_every_field():
    writer = Writer()
    writer.to_check(keep_from_unit="on")
    for step in ("who", "similar", "what"):
        writer.press("back")
        assert pages.form(writer.page, URL).fields["step"] == step
        assert carried(writer.page, (*WHAT, *WHO, "keep_from_unit")) == {**WHAT, **WHO, "keep_from_unit": "on"}
        assert "有1处需要修改" not in text(writer.page)
    writer.press("next")
    writer.press("next")
    writer.press("next")
    writer.send()
    assert Letter.objects.get().is_confidential is True


def test_consent_to_publish_is_never_ticked_beforehand():
    writer = Writer()
    writer.to_who()
    assert "consent" not in pages.form(writer.page, URL).fields
    writer.press("next", **{**WHO, "consent": None})
    writer.send()
    assert Letter.objects.get().consent_to_publish is False


def test_a_subject_from_search_is_already_there():
    page = Client().get(URL, {"q": "校车停运\x00怎么办\u202e"})
    assert pages.form(page, URL).fields["subject"] == "校车停运怎么办"
    assert pages.form(Client().get(URL, {"subject": "转学"}), URL).fields["subject"] == "转学"


def test_errors_are_summed_up_above_the_heading_in_the_order_of_the_fields_with_links():
    page = Writer().press("next", kind="enquiry", subject="", body="课后服务费能退吗？")
    html = text(page)
    links = re.findall(r'<li><a href="#([\w-]+)">(.*?)</a></li>', html.split("<h1")[0])
    assert links == [
        ("id_subject", "请用一句话写清是什么事。"),
        ("id_body", "内容太短，我们看不出是哪段时间、什么情况。请至少写20个字，现在有9个字。"),
    ]
    assert html.index("其他内容都还在，不用重填") < html.index("<h1")
    assert "<title>错误：" in html
    assert 'aria-invalid="true"' in html
    assert carried(page, ("kind", "body")) == {"kind": "enquiry", "body": "课后服务费能退吗？"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": ""}, "请写信的内容，至少20个字。"),
        ({"body": " \u3000\n\t " * 20}, "请写信的内容，至少20个字。"),
        ({"body": "\u202e\u200f\u200b" * 30}, "请写信的内容，至少20个字。"),
        ({"body": "\x00" * 50}, "请写信的内容，至少20个字。"),
        ({"body": "长" * 2001}, "内容太长，请精简到2000个字以内，现在有2001个字。"),
        ({"body": "长" * 34_000}, "内容太长，请精简到2000个字以内，现在有34000个字。"),
        ({"subject": "   "}, "请用一句话写清是什么事。"),
        ({"subject": "题" * 31}, "这句话请写在30个字以内，现在有31个字。"),
        ({"place": "校" * 101}, "校名请写在100个字以内，现在有101个字。"),
        ({"kind": "appeal"}, "请在六种里选一种"),
        ({"kind": "<script>"}, "请在六种里选一种"),
    ],
)
def test_bad_texts_get_a_sentence_and_save_nothing(typed, sentence):
    writer = Writer()
    page = writer.press("next", **{**WHAT, **typed})
    assert page.status_code == 200
    assert sentence in text(page)
    assert "您想说什么事" in text(page)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("孩子姓𠮷，想问学籍上这个字怎么录入才不会变成问号？", "孩子姓𠮷，想问学籍上这个字怎么录入才不会变成问号？"),
        (
            "食堂的饭😀👨‍👩‍👧很好吃，想谢谢三位师傅，他们每天都很早到。",
            "食堂的饭😀👨‍👩‍👧很好吃，想谢谢三位师傅，他们每天都很早到。",
        ),
        (
            "第一行写了时间和经过，\x00第二行\u202e写了想要怎样的结果。",
            "第一行写了时间和经过，第二行写了想要怎样的结果。",
        ),
        (
            "<script>alert(1)</script> 这是一句想当成代码的话，照样收下。",
            "<script>alert(1)</script> 这是一句想当成代码的话，照样收下。",
        ),
        (
            "一行\r\n两行\r\n三行，合起来要超过二十个字才行，所以再写一点。",
            "一行\n两行\n三行，合起来要超过二十个字才行，所以再写一点。",
        ),
    ],
)
def test_rare_hanzi_emoji_marks_and_markup_arrive_as_a_reader_saw_them(typed, kept):
    writer = Writer()
    writer.to_check({"body": typed})
    assert "<script>alert" not in text(writer.page)
    writer.send()
    assert Letter.objects.get().body == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请写您的姓名；不想留姓名，请勾选“匿名寄出”。"),
        ({"phone": "", "email": "", "notify_by": "none"}, "请写手机号或者邮箱，我们核实时好找到您。"),
        ({"phone": "", "notify_by": "phone"}, "您要我们打电话告诉您，请写手机号。"),
        ({"email": "", "notify_by": "email"}, "您要我们发邮件告诉您，请写邮箱。"),
        ({"phone": "不告诉"}, "这不像一个电话号码。"),
        ({"phone": "12"}, "这不像一个电话号码。"),
        ({"email": "许清和@"}, "邮箱写得不完整"),
        ({"email": "a@b.cn\nBcc: x@example.com"}, "邮箱写得不完整"),
        ({"name": "许" * 41}, "姓名请写在40个字以内"),
        ({"notify_by": "pigeon"}, "请选一种告诉您的办法。"),
    ],
)
def test_missing_or_odd_contact_data_gets_a_sentence_and_keeps_the_letter(typed, sentence):
    writer = Writer()
    writer.to_who()
    page = writer.press("next", **{**WHO, **typed})
    assert sentence in text(page)
    assert carried(page, WHAT) == WHAT
    assert Letter.objects.count() == 0


def test_an_anonymous_letter_keeps_no_contact_data_and_says_what_that_means():
    writer = Writer()
    writer.to_who()
    assert "编号和查询码是您找回这封信的唯一办法，丢了谁也补不了。" in text(writer.page)
    writer.press("next", **WHO, anonymous="on")
    assert "许清和" not in text(writer.page).split("<h1")[1].split("</form>")[0].replace('value="许清和"', "")
    writer.send()
    contact = LetterContact.objects.get()
    assert contact.is_anonymous
    assert (contact.name_hash, contact.phone_hash, contact.notify_by) == ("", "", "none")


def test_anonymous_is_not_stopped_by_mistakes_in_fields_it_drops():
    writer = Writer()
    writer.to_who()
    page = writer.press("next", name="", phone="x", email="y", notify_by="phone", anonymous="on")
    assert "核对一遍" in text(page)


def test_a_report_explains_its_restricted_handling_and_is_never_published():
    writer = Writer()
    writer.press("next", **{**WHAT, "kind": "report"})
    page = writer.press("next")
    assert "举报单独保密办理：被反映的单位看不到，不会转给它办，也不会公开。" in text(page)
    assert 'name="consent" id' not in text(page)
    writer.press("next", **WHO)
    writer.send()
    letter = Letter.objects.get()
    assert (letter.visibility, letter.consent_to_publish) == ("restricted", False)


# ---- similar answers ----


def found(text_, limit):
    title, said = "请假期间课后服务费怎么退？", "连续请假满5个上课日的，按天退。"
    return [
        Suggestion("1", "answer", title, "/letters/9/", said, "基础教育科", None, 1.0, f"能退。{said}", ("请假",)),
        Suggestion("2", "answer", "停课期间收费吗？", "/letters/8/", "没有开展的不收。", "基础教育科", None, 0.5),
    ]


def test_similar_answers_open_in_place_and_both_decisions_weigh_the_same(provide):
    asked = []
    provide(lambda words, limit: asked.append((words, limit)) or found(words, limit))
    page = text(Writer().press("next", **WHAT))
    assert asked == [(f"{WHAT['subject']}\n{WHAT['body']}", 5)]
    assert page.count('<details class="answer"') == 2
    assert re.findall(r'<details class="answer"( open)?', page) == [" open", ""]
    assert "有2条和您写的相近" in page
    solved = re.search(r'<button type="submit" class="([^"]*)" name="go" value="solved">', page)[1]
    unsolved = re.search(r'<button type="submit" class="([^"]*)" name="go" value="next">', page)[1]
    assert solved == unsolved == "btn quiet"


def test_solved_keeps_no_letter_and_still_lets_the_writer_go_on(provide):
    provide(found)
    writer = Writer()
    writer.press("next", **WHAT)
    page = writer.press("solved")
    assert "您写的没有留下" in text(page)
    assert Letter.objects.count() == 0
    writer.press("next")
    assert carried(writer.page, WHAT) == WHAT
    assert "怎么找到您" in text(writer.page)


def test_search_that_is_down_is_never_shown_as_nothing_found_and_blocks_nobody(provide):
    def down(words, limit):
        raise SuggestionsUnavailable

    provide(down)
    writer = Writer()
    page = text(writer.press("next", **WHAT))
    assert "查找出了故障，不是没有答案。" in page
    assert "没有和您写的相近的" not in page
    writer.press("next")
    writer.press("next", **WHO)
    writer.send()
    assert Letter.objects.count() == 1


def test_nothing_similar_has_its_own_words(provide):
    provide(lambda words, limit: [])
    page = text(Writer().press("next", **WHAT))
    assert "没有和您写的相近的" in page
    assert "故障" not in page


# ---- the last step ----


def test_a_wrong_picture_is_refused_with_a_new_one_and_nothing_lost():
    writer = Writer()
    writer.to_check()
    first = writer.fields["key"]
    page = writer.press("send", answer="zzzzz")
    assert "刚才的字和图对不上" in text(page)
    assert writer.fields["key"] != first
    assert carried(page, (*WHAT, *WHO)) == {**WHAT, **WHO}
    assert Letter.objects.count() == 0
    writer.send()
    assert Letter.objects.count() == 1


def test_the_picture_is_looked_at_last_so_that_no_other_mistake_spends_it():
    writer = Writer()
    writer.to_check()
    answer = pages.answer_to(pages.form(writer.page, URL))
    writer.press("send", answer=answer, body="短")
    assert CaptchaStore.objects.filter(response=answer).exists()
    assert "有1处需要修改" in text(writer.page)


def test_an_answer_counts_once():
    writer = Writer()
    writer.to_check()
    fields = {**writer.fields, "go": "send", "answer": pages.answer_to(pages.form(writer.page, URL))}
    writer.client.post(URL, fields)
    second = {**fields, "pass": form_passes.issue(timezone.now() - timedelta(minutes=1)).signed()}
    page = writer.client.post(URL, second)
    assert "刚才的字和图对不上" in text(page)
    assert Letter.objects.count() == 1


def test_a_picture_that_was_not_drawn_for_this_form_is_refused():
    CaptchaStore.objects.create(challenge="AAAA", response="aaaa", hashkey="f" * 40)
    writer = Writer()
    writer.to_check()
    writer.press("send", key="f" * 40, answer="aaaa")
    assert Letter.objects.count() == 0


def test_the_sum_in_words_stands_in_for_the_picture_and_takes_numerals():
    writer = Writer()
    writer.to_check()
    page = writer.press("sum")
    assert re.search(r"[一二三四五六七八九十][加减][一二三四五六七八九十]等于几？", text(page))
    assert "<img" not in text(page).split('id="answer-hint"')[1].split("</form>")[0]
    assert carried(page, (*WHAT, *WHO)) == {**WHAT, **WHO}
    number = int(pages.answer_to(pages.form(page, URL)))
    words = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    spoken = words[number] if number <= 10 else ("二十" if number == 20 else f"十{words[number - 10]}")
    writer.send(answer=f" {spoken} ")
    assert Letter.objects.count() == 1


def test_a_filled_trap_sends_nothing_and_loses_nothing():
    writer = Writer()
    writer.to_check()
    page = writer.send(website="https://spam.example")
    assert "有个看不见的空格里填了字" in text(page)
    assert pages.form(page, URL).fields["website"] == ""
    assert Letter.objects.count() == 0
    writer.send()
    assert Letter.objects.count() == 1


def test_a_letter_sent_within_five_seconds_is_taken_for_a_robots():
    writer = Writer()
    writer.to_check()
    fresh = form_passes.issue(timezone.now()).signed()
    page = writer.send(**{"pass": fresh})
    assert "我们分不清是不是机器" in text(page)
    assert Letter.objects.count() == 0


def test_sixty_letters_an_hour_from_one_address_are_no_trouble_and_two_hundred_posts_are(monkeypatch):
    monkeypatch.setattr("mailbox.views.public.writing.SENDS_AN_HOUR", 60)
    for _letter in range(60):
        writer = Writer()
        writer.to_check()
        writer.send()
    assert Letter.objects.count() == 60
    writer = Writer()
    writer.to_check()
    page = writer.send()
    assert "您所在的网络一小时里寄得太多了，这封还没有收下。" in text(page)
    assert carried(page, (*WHAT, *WHO)) == {**WHAT, **WHO}
    assert Letter.objects.count() == 60


def test_the_limit_for_an_address_is_far_above_a_schools_need():
    from mailbox.views.public.writing import SENDS_AN_HOUR

    assert SENDS_AN_HOUR >= 60


# ---- trust ----


@pytest.mark.parametrize("step", ["what", "similar", "who", "check"])
@pytest.mark.parametrize("signed", ["", "forged", "eyJuIjoieCIsInQiOjF9:abc", "\x00"])
def test_a_lost_or_forged_pass_loses_no_word_at_any_step(step, signed):
    fields = {**WHAT, **WHO, "step": step, "go": "send" if step == "check" else "next", "pass": signed}
    page = Client().post(URL, fields)
    assert page.status_code == 200
    assert "您写的都还在，请再点一次按钮。" in text(page)
    assert pages.form(page, URL).fields["step"] == step
    assert carried(page, (*WHAT, *WHO)) == {**WHAT, **WHO}
    assert Letter.objects.count() == 0


def test_a_form_from_another_site_is_not_sent_but_shown_with_everything_in_it():
    writer = Writer()
    writer.to_check()
    fields = {**writer.fields, "go": "send", "answer": pages.answer_to(pages.form(writer.page, URL))}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        page = Client(enforce_csrf_checks=True, headers=headers).post(URL, fields)
        assert carried(page, WHAT) == WHAT
        assert Letter.objects.count() == 0
    Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"}).post(URL, fields)
    assert Letter.objects.count() == 1


def test_a_form_open_for_two_days_is_renewed_and_then_sent():
    writer = Writer(now=timezone.now() - timedelta(days=2))
    page = writer.press("next", **WHAT)
    assert "这一页开着超过一天了。" in text(page)
    assert carried(page, WHAT) == WHAT
    page = writer.press("next")
    assert "第2步" in text(page)


def test_writing_on_after_sending_says_that_it_will_be_another_letter():
    writer = Writer()
    writer.to_check()
    fields = writer.fields
    writer.send()
    page = Client().post(URL, {**fields, "step": "what", "go": "next"})
    assert "刚才那封信已经寄出。从这里接着写，会是另外一封。" in text(page)
    assert pages.form(page, URL).fields["pass"] != fields["pass"]


@pytest.mark.parametrize(
    "fields", [{}, {"step": "check", "go": "send"}, {"step": "unknown", "go": "\x00"}, {"step": "check"}]
)
def test_an_empty_or_senseless_post_shows_the_first_step(fields):
    signed = form_passes.issue(timezone.now() - timedelta(minutes=1)).signed()
    page = Client().post(URL, {**fields, "pass": signed})
    assert page.status_code == 200
    assert "您想说什么事" in text(page)


def test_no_page_of_the_form_is_kept_by_browser_or_proxy():
    writer = Writer()
    answers = [writer.page, writer.to_check(), writer.send()]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_nothing_private_is_ever_in_an_address():
    writer = Writer()
    writer.to_check()
    writer.send()
    assert all(
        each.action.split("?")[0] in (URL, "/letters/receipt/", "/letters/track/") for each in pages.forms(writer.page)
    )
    assert "?" not in "".join(each.action for each in pages.forms(writer.page))
