"""Errors of the mailbox. Each carries a full, polite Chinese sentence that says what to do next."""

from django.utils.translation import gettext as _


class MailboxError(Exception):
    """Base of everything a person may be told. ``str(error)`` is the sentence."""


class WrongState(MailboxError):
    """The letter is not where the move starts: a colleague was quicker, or the page is stale. Not a lack of rights."""

    def __init__(self, *, status_label: str, who: str = "") -> None:
        by = _("%(who)s已经先一步处理，") % {"who": who} if who else ""
        super().__init__(
            _("%(by)s这封信现在是“%(status)s”，不能再做这一步。您写的内容还在下面，请看过最新情况再决定。")
            % {"by": by, "status": status_label}
        )


class NotAllowed(MailboxError):
    """The person lacks the right for this move on this letter."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("您没有做这一步的权限。需要时请找本单位管理员调整角色。"))


class Incomplete(MailboxError):
    """Something the move needs is missing or not fitting."""


class StaleDraft(MailboxError):
    """Two people edited the same text; the later save is refused and kept on the page."""

    def __init__(self) -> None:
        super().__init__(_("这份稿子刚被别人改过。您写的内容没有保存，仍在下面；请对照最新一稿合并后再存。"))
