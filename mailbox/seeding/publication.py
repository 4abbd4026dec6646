"""The public copies of the demo, through the gate like all others: one person marks, another releases."""

from __future__ import annotations

from mailbox import combinations, gate, leftovers, marking, publishing
from mailbox.enums import Decision
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
    _decide_open(life, answer)
    for words in private:
        if any(words in text for text in _shown(answer)):
            gate.add_marks(answer.pk, words, kind="health", mask="", by=publisher, now=now)
    draft, texts = PublicDraft.objects.get(public_answer=answer), _texts(answer)
    briefed = marking.PublicTexts(texts.title, texts.question, texts.answer, life.matter.brief)
    topic = life.topics[life.matter.topic]
    gate.save_texts(answer.pk, briefed, topic=topic, revision=draft.revision, by=publisher, now=now)
    _decide_open(life, answer)
    return _settled(life, answer)


def _texts(answer: PublicAnswer) -> marking.PublicTexts:
    draft = PublicDraft.objects.get(public_answer=answer)
    return marking.public_texts(draft, list(draft.marks.all()))


def _shown(answer: PublicAnswer) -> tuple[str, str, str]:
    texts = _texts(answer)
    return texts.title, texts.question, texts.answer


def _decide_open(life: Life, answer: PublicAnswer) -> None:
    publisher, now, private = life.cast.named("publisher"), life.at(6), life.matter.private
    draft = PublicDraft.objects.get(public_answer=answer)
    for mark in draft.marks.filter(decision=Decision.OPEN):
        words = marking.text_of(draft, mark.field)[mark.start : mark.end]
        gate.decide(mark.pk, accept=any(words in each for each in private), by=publisher, now=now)


def _settled(life: Life, answer: PublicAnswer) -> PublicDraft:
    """The last look's words, which are invented too, are kept."""
    draft = PublicDraft.objects.get(public_answer=answer)
    found = leftovers.find(draft, list(draft.marks.all()), publishing.case_of(answer.letter))
    for words, kind in {(each.words, each.kind): None for each in found}:
        gate.keep_words(answer.pk, words, kind=kind, by=life.cast.named("publisher"), now=life.at(6))
    return PublicDraft.objects.get(public_answer=answer)
