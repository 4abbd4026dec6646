"""Conditions by construction: a part of the body or a cause and an ending (房间隔缺损, 沙门氏菌感染), operations,
what somebody lacks, how badly somebody sees."""

from __future__ import annotations

import re
from functools import cache

from portal.privacy.lexicon import tree

CN = "一二两三四五六七八九十百零几多"
SIDE = "(?:左右|[左右双两单])(?:侧|边)?"
# Degree and stage, before or behind: 矽肺三期, 糖尿病2型.
STAGE = (
    r"(?:[（(]?(?:[一二三四1-4]|[ⅠⅡⅢⅣ]|I{1,3}|IV)(?:期|级|型|度)(?:残疾)?[）)]?|[早中晚末]期|后遗症|术后"
    r"|携带者?|感染者|阳性|晚期)?"
)
QUALIFIER = (
    r"(?:(?:先天性?|后天性|极?重度|极?严重|中重?度|轻中?度|轻微|急性|慢性|亚急性|晚期|早期|疑似|粉碎性|开放性"
    rf"|压缩性|遗传性|罕见的?|[一二三四1-4]型|{SIDE})(?:的)?){{0,3}}+"
)


@cache
def built() -> re.Pattern[str]:
    """Parts of the body or causes with the ending of a diagnosis. No way back into the parts: costs stay linear."""
    parts, endings = tree("body_parts", "medical_parts"), tree("condition_endings")
    return re.compile(rf"(?:{parts}){{1,5}}+(?:部位?|处|功能|水平)?性?(?:{endings}){{1,3}}{STAGE}")


@cache
def listed() -> re.Pattern[str]:
    return re.compile(rf"{QUALIFIER}{tree('conditions', 'diseases', 'weak_diseases')}(?:综合征|症)?{STAGE}")


ORGAN = (
    "心脏?|肝脏?|肾脏?|肺|胃|脾脏?|胆囊?|阑尾|扁桃体|甲状腺|子宫|卵巢|乳房|肠子?|骨髓|角膜|心脏瓣膜|瓣膜"
    "|关节|股骨头|眼角膜|眼球|脑袋?|颅|胸"
)
NUMBER = rf"[{CN}\d]{{1,2}}"
# Operations as they are told: 心脏搭过桥, 放了两个支架, 切了一个肾.
OPERATED = (
    rf"(?:(?:{ORGAN}|血管|冠脉|脑血管)(?:里|上|内)?(?:也|还|都|才|刚|曾经?)?)?(?:搭(?:过|了)?(?:{NUMBER}[根个条])?桥"
    rf"|(?:做|放|装|植入|安|搭)(?:过|了)?(?:{NUMBER}[个根])?(?:心脏)?(?:支架|起搏器|人工耳蜗|假肢|义肢|假眼|义眼))"
    rf"|(?:换|移植)(?:过|了)(?:{NUMBER}[个只])?(?:{ORGAN})"
    rf"|(?:切|割|摘)(?:除)?(?:掉|过|了|去)?(?:{NUMBER}[个只半])?(?:{ORGAN})|(?:{ORGAN})(?:被|给|都)?(?:切|割"
    rf"|摘)(?:除)?(?:掉|了|过)"
    rf"|开过?(?:颅|胸)(?!围)|(?:动|做)过?(?:心脏|脑|开颅|腰椎|脊柱|移植|换肾|换肝|截肢|肿瘤|甲状腺"
    rf"|先心病?)(?:的)?(?:大)?手术"
    rf"|截(?:过|了)(?:{SIDE})?(?:肢|腿|{NUMBER}[根条个]?(?:手)?指)"
)
LIMB = "手|脚|臂|腿|胳膊|手掌|脚掌|手臂|小臂|小腿|大腿"
FINGER = "手指头?|指头?|脚趾头?|趾|拇指|食指|中指|无名指|小指"
# What somebody lacks: 右手先天缺两指, 左眼看不见, 少了一只耳朵.
LACKING = (
    rf"(?:{SIDE})?(?:{LIMB})(?:先天性?|天生|生来|从小|被机器|因工伤)?(?:就|便)?(?:缺失?|少|断|没有?|截|轧断"
    rf"|压断|切断|炸掉|绞断)(?:了|掉)?"
    rf"(?:{NUMBER}[根个节截]?)?(?:{FINGER})"
    rf"|(?:{SIDE})?(?:{LIMB})(?:{FINGER})?(?:缺失|残缺|截指|缺指|断指|畸形|残疾|萎缩|瘫痪|失去知觉|没有知觉"
    rf"|动不了|使不上劲)"
    rf"|(?:{SIDE})(?:{FINGER})(?:缺失|残缺|截除|离断)"
    rf"|(?:{SIDE}|两只?|一只)(?:眼|目|耳|眼睛|耳朵)(?:全|都|几乎|已经|完全|也|基本上?)?(?:失明|失聪|看不见"
    rf"|看不清|看不到|听不见|听不到|瞎了?|聋了?|全盲|没有?视力|没有?听力)"
    rf"|(?:没有?|缺|少|断)了?(?:{NUMBER}|半)(?:只|条|根|截)(?:手|脚|腿|胳膊|耳朵|眼睛|手臂)"
    r"|(?:天生|先天|生下来就|从小就?)(?:是)?(?:聋|哑|瞎|盲|跛|瘸|残疾|不会说话|听不见|看不见)(?:的|人)?"
    r"|(?:走路|腿脚?|脚|一条腿)(?:有点|有些)?(?:跛|瘸)(?:了|的)?"
)
DEGREES = rf"(?:[{CN}]{{2,7}}|\d{{2,4}})(?:来|多|几)?度"
SIGHT = (
    rf"(?:{DEGREES}的?(?:近视|远视|散光|弱视|老花)|(?:近视|远视|散光)眼?(?:镜)?(?:已经?|都|有|到|达|涨到"
    rf"|高达)*{DEGREES}|视力(?:只有|才|仅|降到|掉到|到)?\d\.\d)"
)
TREATED = (
    r"(?:在|正在?|每周|每月|定期|一直)?(?:做|接受)(?:过|了|着)?(?:{n}次)?(?:透析|化疗|放疗|放化疗|血透|腹透"
    r"|移植|康复治疗|骨髓移植|靶向治疗)"
).replace("{n}", NUMBER)
# In words of every day, of somebody in the same sentence.
TOLD = re.compile(f"{OPERATED}|{LACKING}|{SIGHT}|{TREATED}")
