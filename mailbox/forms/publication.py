"""Forms of the publication desk. Texts are cleaned of invisible tricks; who may is checked by the deed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mailbox.combinations import CODES
from mailbox.forms.desk import CleanText, TopicField
from mailbox.marking import FIELDS, PublicTexts
from mailbox.publishing import LONGEST_BRIEF, LONGEST_REASON, LONGEST_TITLE
from portal.privacy import kinds

LONGEST_TEXT = 50_000


class AddMarkForm(forms.Form):
    """Words to hide, wherever they stand."""

    words = CleanText(
        label=_("要遮去的原文"), max_length=500, help_text=_("从原文里复制，一字不差；几处相同的一起遮去")
    )
    kind = forms.ChoiceField(label=_("种类"), choices=list(kinds.LABELS.items()), initial="other")
    mask = CleanText(label=_("换成"), max_length=60, required=False, help_text=_("可不填，不填就删去"))


class WordsForm(forms.Form):
    """Words left over, or selected in the text: to hide with the usual mask, or to keep.

    ``field``, ``start`` and ``end`` name one place in the draft of ``revision``; without them every place is meant.
    """

    words = forms.CharField(max_length=500, strip=False)
    kind = forms.ChoiceField(choices=list(kinds.LABELS.items()))
    field = forms.ChoiceField(choices=[(name, name) for name in FIELDS], required=False)
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    revision = forms.IntegerField(min_value=0, required=False)

    @property
    def one_place(self) -> bool:
        """A single character stands in other words too, so only the place shown is meant."""
        given = self.cleaned_data
        return len(given["words"]) == 1 and bool(given["field"]) and None not in (given["start"], given["end"])


class ConfirmForm(forms.Form):
    """The draft that the page showed, and the combinations that were thought about."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    considered = forms.MultipleChoiceField(choices=[(code, code) for code in sorted(CODES)], required=False)


class TextsForm(forms.Form):
    """The public texts as a person rewrites them; ``revision`` is the draft the page showed."""

    title = CleanText(label=_("标题"), max_length=LONGEST_TITLE)
    brief = CleanText(
        label=_("简单说"),
        max_length=LONGEST_BRIEF,
        required=False,
        rows=3,
        help_text=_("一两句话说清结论"),
    )
    question = CleanText(label=_("来信"), max_length=LONGEST_TEXT, required=False, rows=8)
    answer = CleanText(label=_("答复"), max_length=LONGEST_TEXT, rows=12)
    topic = TopicField(label=_("内容分类"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def texts(self) -> PublicTexts:
        given = self.cleaned_data
        return PublicTexts(given["title"], given["question"], given["answer"], given["brief"])


class ReasonForm(forms.Form):
    reason = CleanText(label=_("原因"), max_length=LONGEST_REASON, help_text=_("会记入这封信的经过"))


class StandForm(forms.Form):
    """Why every doubtful place of a public answer may stay."""

    reason = CleanText(
        label=_("为什么可以留"), max_length=LONGEST_REASON, help_text=_("同事会看到，也会记入这封信的经过")
    )


class StandingForm(forms.Form):
    """The proposal that the page showed."""

    standing = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SupersedeForm(forms.Form):
    successor = forms.IntegerField(label=_("新答复的公开编号"), min_value=1, help_text=_("网址 /letters/ 后面的数字"))


class RevisionForm(forms.Form):
    """The draft that the page showed, for releasing."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
