"""What stands in the public text where personal data stood. In running text nothing of a number is shown; in a table
row the usual mask is, so that the people of the table can find their own line."""

from __future__ import annotations

from portal.privacy.detectors.names_titled import precedes_title
from portal.privacy.masks import mask_id_card, mask_phone
from portal.privacy.spans import Finding, Kind, View

WORDS = {
    Kind.PHONE: "（电话已隐去）",
    Kind.ID_CARD: "（身份证号已隐去）",
    Kind.PASSPORT: "（证件号已隐去）",
    Kind.STUDENT_NO: "（学号已隐去）",
    Kind.BANK_CARD: "（卡号已隐去）",
    Kind.PLATE: "（车牌已隐去）",
    Kind.SOCIAL: "（账号已隐去）",
    Kind.EMAIL: "（邮箱已隐去）",
    Kind.ADDRESS: "（住址已隐去）",
    Kind.CLASS_OF_CHILD: "某班",
    Kind.HEALTH: "（健康情况已隐去）",
    Kind.BIRTH: "（出生日期已隐去）",
}


def replacement(view: View, finding: Finding) -> str:
    """The public words for ``finding``: 某 before a title (某老师), 某某 for other names."""
    if finding.kind is Kind.PERSON:
        return "某" if precedes_title(view.text, finding.end) else "某某"
    if _in_table(view, finding):
        text = view.text[finding.start : finding.end]
        if finding.kind is Kind.PHONE:
            return mask_phone(text)
        if finding.kind is Kind.ID_CARD:
            return mask_id_card(text)
    return WORDS[finding.kind]


def _in_table(view: View, finding: Finding) -> bool:
    start = view.text.rfind("\n", 0, finding.start) + 1
    end = view.text.find("\n", finding.end)
    return view.text.count("\t", start, end if end >= 0 else len(view.text)) >= 2
