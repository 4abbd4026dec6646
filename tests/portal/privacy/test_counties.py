"""Names of places that are a sign against a person's name."""

import pytest

from portal.privacy.detectors.counties import short_names, spoken_of


@pytest.mark.parametrize(
    "name",
    ["北京", "任丘", "图木舒克", "广西", "北川", "延边", "孟村", "长白", "前郭尔罗斯", "巴音郭楞", "阿坝", "兰考"],
)
def test_a_place_is_known_by_its_short_name(name: str) -> None:
    assert name in short_names()


def test_no_name_is_a_rank_or_a_people_alone() -> None:
    assert short_names().isdisjoint({"", "自治", "回族", "壮族", "市辖", "县"})


@pytest.mark.parametrize("text", ["我在【任丘】装蜂箱", "【于田】来的瓜农", "调到【兰考】以后"])
def test_somebody_is_there_or_comes_from_there(text: str) -> None:
    plain = text.replace("【", "").replace("】", "")
    assert spoken_of(plain, text.index("【"), text.index("】") - 1)


def test_nobody_is_in_a_pupil() -> None:
    assert not spoken_of("老师批评任丘不交作业", 4, 6)
