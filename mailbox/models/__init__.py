"""Letters and what belongs to them. Plain Django models: never Wagtail pages, snippets, forms or documents."""

from mailbox.models.answer import Mark, PublicAnswer, PublicDraft
from mailbox.models.assignment import Assignment
from mailbox.models.clock import ClockPause, LetterClock
from mailbox.models.contact import LetterContact
from mailbox.models.erasure import ErasureRecord, LegalHold, RetentionRule
from mailbox.models.event import Event, EventWords
from mailbox.models.form_token import FormToken, NumberSequence
from mailbox.models.letter import Letter
from mailbox.models.message import Message, Rating
from mailbox.models.reply import Reply, ReplyTemplate
from mailbox.models.standing import Standing
from mailbox.models.topic import Topic

__all__ = [
    "Assignment",
    "ClockPause",
    "ErasureRecord",
    "Event",
    "EventWords",
    "FormToken",
    "LegalHold",
    "Letter",
    "LetterClock",
    "LetterContact",
    "Mark",
    "Message",
    "NumberSequence",
    "PublicAnswer",
    "PublicDraft",
    "Rating",
    "Reply",
    "ReplyTemplate",
    "RetentionRule",
    "Standing",
    "Topic",
]
