"""Names of topics: everyone reads them, so a machine searches each and two people stand for it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mailbox import topic_names
from mailbox.forms.desk import TopicField
from mailbox.models import PublicAnswer, Topic
from mailbox.topic_names import NameRefused
from portal import registries
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations import seeding
from portal.organizations.models import Organization
from portal.privacy import plain_names
from portal.privacy.models import MarkRule
from tests import factories as f
from tests.mailbox import copies

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
UNSEEN = "都兰的补考"  # no detector finds it: only a second person can


def as_(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def registrar(name: str = "") -> User:
    return f.person(Role.REGISTRAR, username=name)


def fees() -> Topic:
    return Topic.objects.get(code="fees")


def form(name: str, code: str = "fees", **more: str) -> dict[str, str]:
    return {"proposed_name": name, "code": code, "parent": "", "position": "1", "is_active": "on", **more}


def rename(who: User, name: str, topic: Topic | None = None):
    topic = topic or fees()
    return as_(who).post(reverse("letter_topics:edit", args=[topic.pk]), form(name, topic.code))


def add(who: User, name: str, code: str = "new"):
    return as_(who).post(reverse("letter_topics:add"), form(name, code))


def press(who: User, deed: str, topic: Topic, seen: str):
    return as_(who).post(reverse("letter_topics:deed", args=[topic.pk, deed]), {"name": seen}, follow=True)


def public_pages() -> str:
    answer = PublicAnswer.objects.get()
    addresses = ("/letters/", f"/letters/{answer.pk}/", "/letters/feed/", "/search/", "/letters/?topic=fees")
    return "".join(Client().get(at).content.decode() for at in addresses)


@pytest.mark.parametrize("role", topic_names.MAY_NAME)
def test_nothing_that_one_person_types_as_a_name_is_public(role):
    copies.released()
    assert rename(f.person(role), UNSEEN).status_code == 302
    assert UNSEEN not in public_pages()
    assert "收费" in public_pages()
    press(f.person(role), "confirm", fees(), UNSEEN)  # alone neither
    assert UNSEEN not in public_pages()


def test_what_a_colleague_confirms_is_public_and_the_trail_names_both():
    copies.released()
    first, second = registrar(), f.person(Role.ADMINISTRATOR)
    rename(first, "教育收费")
    assert "有1个分类名称等您确认" in as_(second).get("/admin/").content.decode()
    assert "分类名称等您确认" not in as_(first).get("/admin/").content.decode()
    said = press(second, "confirm", fees(), "教育收费").content.decode()
    assert "现在公开的名称是：教育收费" in said
    assert "教育收费" in public_pages()
    steps = AuditEntry.objects.filter(target=f"topic:{fees().pk}").order_by("pk")
    assert [(step.action, step.actor) for step in steps] == [("topic.proposed", first), ("topic.confirmed", second)]
    assert steps[1].detail == {"proposed_by": first.pk}


@pytest.mark.parametrize("said", [f"许小禾家长{PHONE}", f"找{PHONE}", "微信yl_8843221"])
def test_a_name_with_personal_data_is_refused_with_a_sentence_and_stays_in_the_form(said):
    answer = rename(registrar(), said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "像是个人信息，没有保存。请换一个不指向个人的说法" in page
    assert f'value="{said}"' in page
    assert fees().proposed_name == ""


def test_the_code_which_stands_in_addresses_is_searched_too_and_never_changes():
    page = add(registrar(), "新的分类", f"tel-{PHONE}").content.decode()
    assert "像是个人信息" in page
    assert not Topic.objects.filter(code__contains=PHONE).exists()
    as_(registrar()).post(reverse("letter_topics:edit", args=[fees().pk]), form("收费", f"tel-{PHONE}"))
    assert Topic.objects.filter(code="fees").exists()


def test_a_word_taken_for_a_name_by_mistake_passes_once_an_administrator_keeps_it():
    assert plain_names.refusal(f"热线{PHONE}")
    MarkRule.objects.create(words=PHONE, kind="", reason="公开的热线", author=f.person(Role.ADMINISTRATOR))
    assert rename(registrar(), f"热线{PHONE}").status_code == 302


def test_a_new_topic_is_in_nobodys_hands_until_a_colleague_has_confirmed_it():
    assert add(registrar(), "研学旅行").status_code == 302
    topic = Topic.objects.get(code="new")
    assert (topic.name, topic.is_active) == ("", False)
    assert topic not in TopicField().queryset
    press(registrar("second"), "confirm", topic, "研学旅行")
    assert Topic.objects.get(code="new") in TopicField().queryset
    assert Topic.objects.get(code="new").name == "研学旅行"


def test_a_colleague_confirms_what_stood_before_the_eyes_and_nothing_else():
    first, second = registrar(), registrar("second")
    rename(first, "教育收费")
    rename(first, UNSEEN)
    said = press(second, "confirm", fees(), "教育收费").content.decode()
    assert "请看过现在的名称再确认" in said
    assert fees().name == "收费"


def test_saving_a_colleagues_proposal_again_does_not_make_it_ones_own():
    first, second = registrar(), registrar("second")
    rename(first, UNSEEN)
    rename(second, UNSEEN)
    press(first, "confirm", fees(), UNSEEN)
    assert fees().name == "收费"


def test_who_changes_a_colleagues_proposal_is_the_one_who_proposes():
    first, second = registrar(), registrar("second")
    rename(first, "教育收费")
    rename(second, UNSEEN)
    press(second, "confirm", fees(), UNSEEN)
    assert fees().name == "收费"
    press(first, "confirm", fees(), UNSEEN)
    assert fees().name == UNSEEN


def test_a_superuser_is_no_second_person():
    rename(registrar(), UNSEEN)
    page = press(User.objects.create_superuser("root"), "confirm", fees(), UNSEEN).content.decode()
    assert "要由另一位登记员或管理员确认" in page
    assert fees().name == "收费"


def test_a_name_is_searched_again_when_it_is_confirmed():
    rename(registrar(), UNSEEN)
    MarkRule.objects.create(words="都兰", kind="person", reason="学生名", author=f.person(Role.ADMINISTRATOR))
    with pytest.raises(NameRefused, match="像是个人信息"):
        topic_names.confirm(fees().pk, UNSEEN, by=registrar("second"))
    assert fees().name == "收费"


def test_a_declined_name_is_gone_and_a_topic_that_never_had_one_with_it():
    rename(registrar(), "教育收费")
    press(registrar("second"), "decline", fees(), "教育收费")
    add(registrar(), "研学旅行")
    press(registrar(), "decline", Topic.objects.get(code="new"), "研学旅行")
    assert (fees().name, fees().proposed_name, fees().proposed_by) == ("收费", "", None)
    assert not Topic.objects.filter(code="new").exists()


def test_typing_the_public_name_again_takes_the_proposal_back():
    rename(registrar(), "教育收费")
    rename(registrar(), "收费")
    assert not topic_names.waiting().exists()


def test_the_rest_of_a_topic_is_one_persons_work():
    as_(registrar()).post(reverse("letter_topics:edit", args=[fees().pk]), form("收费", is_active=""))
    assert not fees().is_active
    assert not topic_names.waiting().exists()


def test_the_database_refuses_a_topic_in_use_without_a_name_and_a_proposal_of_nobody():
    for wrong in ({"name": ""}, {"proposed_name": UNSEEN}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.filter(code="fees").update(**wrong)


def test_the_search_of_what_is_public_reads_topics_and_the_sixteen_are_clean():
    assert [each for entry in registries.public_names for each in entry.run()] == []
    Topic.objects.filter(code="fees").update(name=f"收费{PHONE}")
    found = [each for entry in registries.public_names for each in entry.run()]
    assert [each.kinds for each in found] == [("phone",)]
    assert found[0].where == reverse("letter_topics:edit", args=[fees().pk])


def test_units_are_searched_with_them_and_those_of_a_bureau_are_clean():
    seeding.seed(1)
    assert list(plain_names.units()) == []
    school = Organization.objects.get(code="qingxi")
    Organization.objects.filter(pk=school.pk).update(short_name=f"许小禾家长{PHONE}")
    assert [each.where for each in plain_names.units()] == [f"organization:{school.pk}"]
