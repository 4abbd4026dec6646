"""The one place that changes who may see a letter (its third axis)."""

from __future__ import annotations

from mailbox.enums import Visibility
from mailbox.exceptions import Incomplete
from mailbox.models import Letter, PublicAnswer
from mailbox.signals import answer_published, answer_unpublished

V = Visibility
ALLOWED = frozenset(
    {
        (V.PRIVATE, V.RESTRICTED),
        (V.RESTRICTED, V.PRIVATE),
        (V.PROPOSED, V.RESTRICTED),
        (V.UNPUBLISHED, V.RESTRICTED),
        (V.PUBLISHED, V.RESTRICTED),
        (V.PRIVATE, V.PROPOSED),
        (V.UNPUBLISHED, V.PROPOSED),
        (V.PROPOSED, V.PRIVATE),
        (V.PROPOSED, V.PUBLISHED),
        (V.PUBLISHED, V.UNPUBLISHED),
    }
)


def change(letter: Letter, target: Visibility) -> None:
    """Set ``letter.visibility`` on a locked row. Raises Incomplete for a step the axis does not know.

    Whatever makes an answer public or takes it down (a letter found to be a report, too) sends the signal here.
    """
    if letter.visibility == target:
        return
    if (Visibility(letter.visibility), target) not in ALLOWED:
        raise Incomplete(f"这封信现在是“{letter.get_visibility_display()}”，不能直接改成“{target.label}”。")
    before, letter.visibility = letter.visibility, target
    letter.save(update_fields=["visibility"])
    if V.PUBLISHED in (before, target):
        signal = answer_published if target == V.PUBLISHED else answer_unpublished
        signal.send(sender=PublicAnswer, answer_id=PublicAnswer.objects.values_list("pk", flat=True).get(letter=letter))
