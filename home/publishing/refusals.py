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


def names_stay(subject: Model) -> PublicationRefused:
    sentence = _(
        "“%(title)s”没有公开，但下面有公开的页面，标题和网址不能直接改。请存成草稿，由另一位网页审核的同事发布。"
    )
    return PublicationRefused(sentence % {"title": subject}, subject)


def below_a_draft(subject: Model, above: Model) -> PublicationRefused:
    sentence = _("“%(title)s”的上级栏目“%(above)s”还没有公开，这一页已经存成草稿。请先发布上级栏目，再发布这一页。")
    return PublicationRefused(sentence % {"title": subject, "above": above}, subject)


def moved_below_a_draft(subject: Model, above: Model) -> PublicationRefused:
    sentence = _(
        "没有移动：“%(title)s”或它下面的页面是公开的，不能移到没有公开的“%(above)s”下面。请先发布那里，或移到别处。"
    )
    return PublicationRefused(sentence % {"title": subject, "above": above}, subject)


def no_role_today(subject: Model) -> PublicationRefused:
    sentence = _("您今天没有网页审核的角色，“%(title)s”没有发布，已经存成草稿。请另一位网页审核的同事发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def own_file(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”里有您自己上传或改过的文件，已经存成草稿。请另一位网页审核的同事看过再发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def own_alias(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”的这个别名是您自己建的，还没有公开。请另一位网页审核的同事看过网址再发布。")
    return PublicationRefused(sentence % {"title": subject}, subject)


def alias_without_draft(subject: Model) -> PublicationRefused:
    sentence = _("“%(title)s”是别名，内容跟着原页面，没有自己的草稿。要改内容请改原页面，要公开这个别名请在这里发布。")
    return PublicationRefused(sentence % {"title": subject}, subject, undecided=True)
