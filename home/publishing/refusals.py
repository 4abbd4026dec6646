"""Why something does not go live, as sentences to show. Nothing typed is lost: the draft is saved before."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _


class PublicationRefused(Exception):
    """The text stays a draft; what is public stays as it was. The message is a sentence for the person who asked.

    ``subject`` is the page or disclosure; ``undecided`` says that the way on leads over its findings.
    Not a PermissionDenied on purpose: Wagtail turns those into one general line and leaves the page.
    """

    def __init__(self, sentence: str, subject: Model, *, undecided: bool = False) -> None:
        super().__init__(sentence)
        self.subject = subject
        self.undecided = undecided


def own_work(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”这一稿您自己写过或改过，已经存成草稿。请另一位网页审核的同事看过再发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def own_decision(subject: Model, count: int) -> PublicationRefused:
    sentence = _(
        "“%(title)s”里有%(count)d处疑似个人信息是您一个人决定保留的，已经存成草稿。请另一位网页审核的同事看过再发布。"
    )
    return PublicationRefused(sentence % {"title": subject, "count": count}, subject)


def open_findings(subject: Model, count: int) -> PublicationRefused:
    sentence = _("“%(title)s”里还有%(count)d处疑似个人信息没有决定，已经存成草稿。请逐处选“遮去”或“保留”，再发布。")
    return PublicationRefused(sentence % {"title": subject, "count": count}, subject, undecided=True)


def nobody(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”没有写明由谁发布，没有公开。请先存成草稿，由另一位网页审核的同事在后台发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def no_draft(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”要公开的文字没有对应的草稿，没有公开。请先存成草稿，由另一位网页审核的同事发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def settings_stay(subject: Model) -> PublicationRefused:
    sentence = _("网站设置每一页都要用，不能撤下。要改，请存成草稿，由另一位网页审核的同事发布。")
    return PublicationRefused(sentence, subject)
