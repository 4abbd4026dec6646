"""The clock rules: seeded in full, versioned, each with words for people."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.calendar.due import DueError, Limit, Unit
from portal.calendar.models import ClockRule
from portal.calendar.rules import UnknownRule, limit_of, rule

pytestmark = pytest.mark.django_db


def test_every_rule_of_the_list_is_there():
    codes = list(ClockRule.objects.order_by("code").values_list("code", flat=True))
    assert " ".join(codes) == (
        "G01 G02 G03 G05 G07 G09 H01 H02 M01 M02 M03 M04 M05 R01 U01 X02 X03 X04 X05 X06 X07 X08 X09 X10 X11"
    )


@pytest.mark.parametrize(
    ("code", "limit", "words"),
    [
        ("M03", Limit(5, Unit.WORKING_DAY), "5个工作日"),
        ("X04", Limit(5, Unit.WORKING_DAY), "5个工作日"),
        ("X05", Limit(60, Unit.CALENDAR_DAY, roll_forward=True), "60日"),
        ("G09", Limit(20, Unit.CALENDAR_DAY, roll_forward=True), "20日"),
        ("U01", Limit(1, Unit.HOUR), "1个小时"),
    ],
)
def test_a_rule_gives_its_limit_and_says_it(code, limit, words):
    found = rule(code)
    assert (found.limit, limit_of(found), found.limit_words) == (limit, limit, words)


@pytest.mark.parametrize(("code", "words"), [("R01", "每天17:00"), ("G07", "每年1月31日")])
def test_a_fixed_point_has_no_count_of_days(code, words):
    assert rule(code).limit_words == words
    with pytest.raises(DueError, match=f"{code}定在{words}"):
        limit_of(rule(code))


def test_extensions_keep_the_unit_of_the_law():
    assert rule("X05").extension_limit == Limit(30, Unit.CALENDAR_DAY, roll_forward=True)
    assert rule("M04").extension_limit == Limit(5, Unit.WORKING_DAY)
    assert (rule("M04").extension_times, rule("M03").extension_limit) == (1, None)


@pytest.mark.parametrize(
    "field", ["scope", "unit", "starts_on", "stops_on", "actor", "extension_unit", "pauses", "status"]
)
def test_every_code_has_chinese_words(field):
    for found in ClockRule.objects.all():
        code = getattr(found, field)
        assert not code or str(getattr(found, f"get_{field}_display")()) != code, (found, code)


def test_a_new_version_rules_from_its_day_on():
    old = rule("M03")
    ClockRule.objects.create(
        code="M03", valid_from=date(2027, 3, 1), scope="mailbox", label="一般诉求答复", amount=4, unit="working_day",
        starts_on="received", stops_on="reply_sent", actor="handling_unit", basis="试验", status="promise",
    )  # fmt: skip
    assert rule("m03", date(2027, 2, 28)) == old
    assert rule("M03", date(2027, 3, 1)).amount == 4


def test_an_unknown_rule_names_the_known_ones():
    with pytest.raises(UnknownRule, match="没有编号为nothing的时限规则。可用的有：G01、G02"):
        rule("nothing")


def test_a_day_before_the_first_version_is_said_as_such():
    with pytest.raises(UnknownRule, match="M03从2000-01-01起用，1999-12-31还没有这条规则"):
        rule("M03", date(1999, 12, 31))


@pytest.mark.parametrize("facts", [{"amount": 0}, {"amount": None}, {"at": "17:00"}])
def test_the_database_refuses_a_rule_with_no_limit_or_two(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockRule.objects.filter(code="M03").update(**facts)
