"""Mails to writers who asked for them: that something happened, the number, and where to look. Never what was written.

No code, no name, no words of the letter or the reply: a mailbox is read by others. Mail goes out at least once; the
Message-ID is derived from the event, so that a second copy is recognised as the same message.
"""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox.enums import EventKind, NotifyBy
from mailbox.models import Event, Letter, LetterContact
from portal.organizations.models import Organization

K = EventKind
SUBJECTS = {
    K.RECEIVED: gettext_lazy("信件%(number)s：已收到"),
    K.ASK_CITIZEN: gettext_lazy("信件%(number)s：请您补充"),
    K.SIGN: gettext_lazy("信件%(number)s：已答复"),
    K.REDIRECT: gettext_lazy("信件%(number)s：要走别的途径"),
    K.REJECT: gettext_lazy("信件%(number)s：不予受理"),
    K.REOPEN: gettext_lazy("信件%(number)s：重新办理"),
}
"""What a writer must know without looking. Everything else waits on the tracking page."""


def mail_for(event: Event) -> EmailMessage | None:
    """The mail about ``event``, or None when it is none to write about or the writer did not choose mail."""
    contact = LetterContact.objects.filter(letter_id=event.letter_id).first()
    if event.kind not in SUBJECTS or contact is None:
        return None
    if contact.notify_by != NotifyBy.EMAIL or not contact.email:
        return None
    return EmailMessage(
        subject=str(SUBJECTS[K(event.kind)]) % {"number": event.letter.number},
        body=render_to_string(f"emails/letter_{event.kind}.txt", _context(event.letter)),
        to=[contact.email],
        headers={"Message-ID": message_id(event), "Auto-Submitted": "auto-generated"},
    )


def message_id(event: Event) -> str:
    """The same for every copy of the mail about one event; tells nothing but that."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = address.rpartition("@")[2] or "localhost"
    return f"<letter-event-{event.pk}.{event.hash[:24]}@{host}>"


def _context(letter: Letter) -> dict[str, str]:
    root = Organization.get_first_root_node()
    return {
        "number": letter.number,
        "address": settings.PUBLIC_URL + reverse("mailbox:track"),
        "bureau": root.name if root else _("局长信箱"),
    }
