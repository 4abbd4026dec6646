"""Plain names that everyone reads though no gate lets them out: a topic, a unit. Searched before they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.organizations.models import Organization
from portal.privacy import kinds, marks, official
from portal.privacy.registry_rules import active_rules
from portal.registries import DoubtfulName


def found(words: str) -> list[marks.Span]:
    """What looks like personal data in ``words``, with the administrator's rules and the phones of offices in mind."""
    return next(_found([words]))


def refusal(words: str) -> str:
    """The sentence for who typed ``words``: which of them cannot stand and what to do; "" where nothing is found."""
    spans = found(words)
    if not spans:
        return ""
    said = "、".join(
        _("“%(words)s”（%(kind)s）") % {"words": each.text, "kind": kinds.label(each.kind)} for each in spans
    )
    return _(
        "这里的字所有人都看得到，而%(said)s像是个人信息，没有保存。请换一个不指向个人的说法；"
        "如果认错了，请管理员先在“标记规则”里加一条保留，再保存。"
    ) % {"said": said}


def doubtful(what: str, names: Iterable[tuple[str, str]]) -> Iterator[DoubtfulName]:
    """Those of ``names`` (the words, where to change them) in which something is found; ``what`` they are names of."""
    listed = list(names)
    for (_words, where), spans in zip(listed, _found(words for words, _where in listed), strict=True):
        if spans:
            yield DoubtfulName(what, where, tuple(dict.fromkeys(str(span.kind) for span in spans)))


def units() -> Iterator[DoubtfulName]:
    """Doubtful names of units and schools: no page changes them, an import or somebody on the server does."""
    rows = Organization.objects.order_by("path").values_list("pk", "name", "short_name")
    return doubtful(
        str(Organization._meta.verbose_name), ((f"{name}\n{short}", f"organization:{pk}") for pk, name, short in rows)
    )


def _found(texts: Iterable[str]) -> Iterator[list[marks.Span]]:
    phones, rules = official.phones(), active_rules()
    for text in texts:
        yield marks.find(text, official_phones=phones, rules=rules)
