"""Rules that an administrator adds: what they hide, what they keep, who may add one and what is written down."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.accounts.roles import Role
from portal.privacy.marks import Kind, Rule, find
from portal.privacy.models import MarkRule
from portal.privacy.registry_rules import active_rules
from tests import factories as f


def marked(text: str, *rules: Rule) -> list[tuple[str, str]]:
    return [(span.kind.value, span.text) for span in find(text, rules=rules)]


def test_a_rule_hides_words_that_no_detector_knows_in_every_disguise_of_digits() -> None:
    rule = Rule("工单YL####", Kind.STUDENT_NO, "内部编号")
    assert marked("见工单YL０３１８。") == []
    assert marked("见工单YL０３１８。", rule) == [("student_no", "工单YL０３１８")]


def test_a_rule_keeps_words_that_a_detector_takes_for_a_name() -> None:
    text = "承办人李惠民，联系惠民老师。"
    assert ("person", "李惠民") in marked(text)
    assert marked(text, Rule("李惠民", None, "网站公开的联系人"))[:1] != [("person", "李惠民")]


def test_the_signs_of_a_rule_are_no_regular_expression() -> None:
    assert marked("a.*b 与 axxb", Rule("a.*b", Kind.SOCIAL, "试")) == [("social", "a.*b")]


@pytest.mark.django_db
class TestTheList:
    def make(self, **values) -> MarkRule:
        author = values.pop("author", None) or f.person(Role.ADMINISTRATOR)
        rule = MarkRule(
            **{"words": "云岭小课堂", "kind": "social", "reason": "家长来信里的账号", **values}, author=author
        )
        rule.full_clean()
        rule.save()
        return rule

    def test_only_rules_in_force_are_applied_and_the_reason_is_shown(self) -> None:
        self.make()
        self.make(words="停用的词", is_active=False)
        assert [(rule.words, rule.reason) for rule in active_rules()] == [
            ("云岭小课堂", "管理员规则：家长来信里的账号")
        ]

    @pytest.mark.parametrize("values", [{"words": "##"}, {"words": "王#"}, {"reason": "  "}, {"reason": ""}])
    def test_a_rule_that_would_mark_everything_or_has_no_reason_is_refused(self, values: dict) -> None:
        with pytest.raises(ValidationError):
            self.make(**values)

    def test_the_database_refuses_a_rule_without_reason_or_author(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            MarkRule.objects.create(words="词语一", reason="", author=f.person(Role.ADMINISTRATOR))
        with pytest.raises(IntegrityError), transaction.atomic():
            MarkRule.objects.create(words="词语二", reason="理由", author=None)

    def test_who_adds_a_rule_is_written_down(self, client) -> None:
        administrator = f.person(Role.ADMINISTRATOR)
        client.force_login(administrator)
        client.post(
            reverse("mark_rules:add"),
            {"words": "青石阿杜", "kind": "person", "reason": "外号", "is_active": "on"},
        )
        assert MarkRule.objects.values_list("words", "author").get() == ("青石阿杜", administrator.pk)

    def test_the_command_applies_them(self, tmp_path, capsys) -> None:
        self.make()
        file = tmp_path / "in.jsonl"
        file.write_text(json.dumps({"id": 1, "text": "关注云岭小课堂"}) + "\n", encoding="utf-8")
        call_command("deidentify", str(file), "--json")
        assert [s["text"] for s in json.loads(capsys.readouterr().out)["spans"]] == ["云岭小课堂"]
