"""The publication desk: from the proposal to released words, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mailbox.enums import Decision
from mailbox.models import PublicAnswer, PublicDraft
from mailbox.sweeping.writing import Writer
from portal.privacy.sweep.stage import Stage

PUBLIC = "请假满五天的，按天退还课后服务费，学期末由学校结算"


@dataclass
class Gate:
    """One public copy at the gate. What is released carries signs of its own: they may be read by everybody."""

    writer: Writer

    @property
    def stage(self) -> Stage:
        return self.writer.stage

    def propose(self) -> None:
        self.publisher, self.releaser = self.stage.staff("publisher"), self.stage.staff("releaser")
        self.publisher.post(reverse("publication:propose", args=[self.writer.letter.pk]), {})
        self.pk = PublicAnswer.objects.get(letter=self.writer.letter).pk

    def page(self) -> Any:
        return self.publisher.get(reverse("publication:gate", args=[self.pk]))

    def deed(self, name: str, typed: Mapping[str, object], *, expect: int = 302, by: str = "publisher") -> Any:
        browser = self.releaser if by == "releaser" else self.publisher
        return browser.post(reverse("publication:deed", args=[self.pk, name]), typed, expect=expect)

    @property
    def draft(self) -> PublicDraft:
        return PublicDraft.objects.get(public_answer_id=self.pk)

    def stumble(self) -> None:
        """Marks by hand, some refused; a draft that is stale; a release that is too early."""
        self.deed("add", {"words": self.writer.sign("typed.words"), "kind": "other"}, expect=422)
        self.deed("add", {"words": "请假五天", "kind": "other", "mask": self.writer.sign("typed.mask")})
        stale = {"title": self.writer.sign("typed.title"), "answer": self.writer.sign("typed.answer"), "revision": 0}
        self.deed("save", stale, expect=409)
        self.deed("confirm", {"revision": self.draft.revision}, expect=422)
        self.deed("release", {"revision": self.draft.revision}, expect=403)

    def leave_waiting(self) -> None:
        """Written by a person and not released: nobody outside may see these words."""
        names = ("title", "question", "answer", "brief")
        self._save(**{name: f"怎么退费{self.writer.sign(f'mailbox.publicdraft.{name}')}" for name in names})
        self.deed("add", {"words": "怎么退费", "kind": "other", "mask": self.writer.sign("mailbox.mark.mask")})

    def release(self) -> PublicAnswer:
        """Rewritten by one person, every mark decided, released by another."""
        names = ("title", "question", "answer", "brief")
        self._save(**{name: f"{PUBLIC}{self.writer.sign(f'mailbox.publicanswer.{name}')}。" for name in names})
        for mark in self.draft.marks.filter(decision=Decision.OPEN):
            self.publisher.post(reverse("publication:decide", args=[self.pk, mark.pk, "reject"]), {})
        self.deed("confirm", {"revision": self.draft.revision})
        self.deed("release", {"revision": self.draft.revision}, by="releaser")
        return PublicAnswer.objects.get(pk=self.pk)

    def _save(self, **texts: str) -> None:
        self.deed("save", {**texts, "topic": "", "revision": self.draft.revision})

    def take_down(self) -> None:
        self.deed("unpublish", {"reason": ""}, expect=422)
        self.deed("unpublish", {"reason": self.writer.sign("mailbox.publicanswer.unpublish_reason")})

    def drop(self) -> None:
        reason = self.stage.canaries.word(f"mailbox.eventwords.text/{self.writer.name} dropped")
        self.deed("drop", {"reason": reason})
