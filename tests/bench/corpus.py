"""Invented answers and letters in any number, the same in every run: schools, matters and turns of phrase, mixed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

import numpy as np
from django.utils import timezone

from mailbox.enums import Status, Visibility
from mailbox.models import Letter, PublicAnswer, Topic
from search.backends.base import Backend
from search.documents import Document, Kind
from search.passages import Part
from tests import factories

FIRST, SECOND = "云清碧松柏梅竹兰枫桐溪泉湖岭川", "溪水山岩林园桥湾坪塘沟亭苑庄渡"
SCHOOLS = [f"{a}{b}{kind}" for a, b in product(FIRST, SECOND) for kind in ("小学", "中学", "幼儿园")]
MATTERS = (
    "课后服务费退费",
    "外省转学材料",
    "校服购买",
    "午餐质量",
    "校车路线",
    "一年级报名",
    "学籍信息更正",
    "小升初派位",
    "教师资格认定",
    "校外培训机构退费",
    "作业负担",
    "作息时间调整",
    "校门口交通",
    "操场翻修",
    "空调安装",
    "近视筛查",
    "随迁子女入学",
    "名额分配办法",
    "寄宿生管理",
    "家长会安排",
    "体育中考项目",
    "图书馆开放",
    "补录时间",
    "休学复学手续",
)
TURNS = (
    "我家孩子在{school}读{grade}年级，想问{matter}的事",
    "{school}的老师说{matter}要等{number}天",
    "去年{month}月听说{matter}有新规定",
    "我们小区一共{number}户，都关心{matter}",
    "打过电话，对方说{matter}归{school}管",
    "请问{matter}要带哪些材料，去哪里办",
    "孩子在{school}请假{number}天，{matter}怎么算",
    "希望{school}把{matter}讲清楚",
    "{month}月{number}日我去过{school}，没有人答复",
    "{matter}和以前不一样了，依据是什么",
    "家里老人接送不方便，{matter}能不能照顾",
    "邻居家在{school}，{matter}已经办好了",
)


class Writer:
    """Writes texts from a seed; two writers with one seed write the same."""

    def __init__(self, seed: int) -> None:
        self._choice = random.Random(seed)

    def sentence(self) -> str:
        choose = self._choice
        return choose.choice(TURNS).format(
            school=choose.choice(SCHOOLS),
            matter=choose.choice(MATTERS),
            grade=choose.choice("一二三四五六"),
            month=choose.randint(1, 12),
            number=choose.randint(2, 28),
        )

    def text(self, characters: int) -> str:
        """Sentences of about ``characters`` in all."""
        written = ""
        while len(written) < characters:
            written += self.sentence() + "。"
        return written[:characters]

    def title(self) -> str:
        return f"{self._choice.choice(SCHOOLS)}{self._choice.choice(MATTERS)}"

    def letter(self, characters: int) -> str:
        """Subject and body, as the form's step asks for answers like it."""
        return f"{self.title()}\n{self.text(characters)}"

    def day(self) -> date:
        return date(2026, 11, 20) - timedelta(days=self._choice.randint(0, 2500))


def documents(count: int, seed: int = 1) -> list[Document]:
    writer = Writer(seed)
    return [
        Document(
            id=f"answer:{number}",
            kind=Kind.ANSWER,
            title=writer.title(),
            url="",
            question=writer.text(180),
            answer=writer.text(320),
            on=writer.day(),
        )
        for number in range(1, count + 1)
    ]


def publish(count: int, seed: int = 1) -> None:
    """``count`` answers released to the public, written straight into the tables."""
    now, unit, topic = timezone.now(), factories.unit(), Topic.objects.get(code="fees")
    handler, releaser = factories.person("handler"), factories.person("releaser")
    letters = Letter.objects.bulk_create(
        Letter(
            number=f"BN-2026-{number:06d}",
            subject="来信",
            body="来信",
            status=Status.ANSWERED,
            visibility=Visibility.PUBLISHED,
            received_at=now,
        )
        for number in range(count)
    )
    PublicAnswer.objects.bulk_create(
        PublicAnswer(
            letter=letter,
            title=document.title,
            question=document.question,
            answer=document.answer,
            topic=topic,
            unit=unit,
            received_on=document.on,
            answered_on=document.on,
            proposed_by=handler,
            edited_by=handler,
            released_by=releaser,
            published_at=now,
        )
        for letter, document in zip(letters, documents(count, seed), strict=True)
    )


def give_invented_meaning(index: Backend, *, model: str, dimensions: int, rows: int = 3) -> None:
    """``rows`` vectors a document, by chance, that spread in a hundred directions like those of sentences do."""
    chance = np.random.default_rng(1)
    spread = chance.normal(size=(100, dimensions)).astype(np.float32)
    parts = (Part.TITLE, *[Part.ANSWER] * (rows - 1))
    while ids := index.pending(2_000, model=model):
        made = chance.normal(size=(len(ids) * rows, 100)).astype(np.float32) @ spread
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        each = made.reshape(len(ids), rows, dimensions)
        index.give_meaning({key: (parts, own) for key, own in zip(ids, each, strict=True)}, model)
