"""The public copies of the demo, through the gate like all others: one person marks, another releases."""

from __future__ import annotations

from mailbox import combinations, gate, marking, publishing
from mailbox.models import Letter, PublicAnswer, PublicDraft
from mailbox.seeding.lives import Life


def publish(life: Life, letter: Letter, until: str) -> None:
    """Bring the public copy to ``until``: consented, proposed, confirmed or published."""
    if until == "consented":
        return
    publisher, now = life.cast.named("publisher"), life.at(6)
    answer = publishing.propose(letter.pk, by=publisher, now=now)
    if until == "proposed":
        return
    draft = _decided(life, answer)
    gate.confirm(answer.pk, revision=draft.revision, by=publisher, now=now, considered=combinations.CODES)
    if until == "published":
        publishing.release(answer.pk, revision=draft.revision, by=life.cast.named("releaser"), now=life.at(7))


def _decided(life: Life, answer: PublicAnswer) -> PublicDraft:
    """What the matter names as private goes; whatever else the machine marked in these invented texts may stay."""
    publisher, now, private = life.cast.named("publisher"), life.at(6), life.matter.private
    draft = PublicDraft.objects.get(public_answer=answer)
    for mark in draft.marks.all():
        words = marking.text_of(draft, mark.field)[mark.start : mark.end]
        gate.decide(mark.pk, accept=any(words in each for each in private), by=publisher, now=now)
    for words in private:
        gate.add_marks(answer.pk, words, kind="health", mask="", by=publisher, now=now)
    draft = PublicDraft.objects.get(public_answer=answer)
    texts = marking.public_texts(draft, list(draft.marks.all()))
    briefed = marking.PublicTexts(texts.title, texts.question, texts.answer, life.matter.brief)
    return gate.save_texts(
        answer.pk, briefed, topic=life.topics[life.matter.topic], revision=draft.revision, by=publisher, now=now
    )
