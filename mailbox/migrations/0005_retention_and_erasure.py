"""How long personal data is kept (rules as data), what is held back from deletion, and what was deleted."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PIPL_19 = "个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间"
ARCHIVES = "机关档案管理规定（国家档案局令第8号）；本单位归档范围和保管期限表"
# kind, class, outcome, how long (months for letters' data, days for the rest), ground, reason
RULES = [
    ("contact", "", "", 12, PIPL_19, "办结后一年内可能回访、重新办理。"),
    ("contact", "complaint", "", 24, PIPL_19, "投诉可能复查，保存两年。"),
    ("contact", "appeal", "", 24, PIPL_19, "申诉可能复查、复核，保存两年。"),
    ("contact", "report", "", 36, PIPL_19, "举报归档后仍可能核查，保存三年；没有归档的不删除。"),
    ("contact", "", "withdrawn", 3, PIPL_19, "写信人自己撤回，不再需要联系。"),
    ("contact", "", "duplicate", 3, PIPL_19, "重复件按主件联系。"),
    ("contact", "", "invalid", 3, PIPL_19, "无效件不需要联系。"),
    ("contact", "", "redirected", 6, PIPL_19, "转其他程序后，留半年供对接。"),
    ("reply_draft", "", "", 180, PIPL_19, "没有寄出的稿子不是案卷，半年后不再需要。"),
    ("public_draft", "", "", 180, PIPL_19, "底稿里有原文，公开或撤下半年后不再需要。"),
    ("identity_words", "", "", 12, PIPL_19, "重发查询码时核对证件的说明，一年后不再需要。"),
    (
        "reveal_words",
        "",
        "",
        36,
        "个人信息保护法第五十六条：处理情况记录至少保存三年",
        "写信人和审计要看得到查看的原因。",
    ),
    ("form_token", "", "", 7, PIPL_19, "表单一天内有效，一周后防重复不再需要。"),
    ("captcha", "", "", 1, PIPL_19, "验证题过期就没有用。"),
    ("limits", "", "", 2, PIPL_19, "计数窗口最长一小时，两天后只占地方。"),
    ("outbox", "", "", 30, PIPL_19, "只有编号；留一个月供排查。"),
    ("session", "", "", 1, PIPL_19, "过期的登录会话没有用。"),
    ("case_file", "", "", 360, ARCHIVES, "有处理结果的来信，保管三十年，到期鉴定后处置。"),
    ("case_file", "", "withdrawn", 120, ARCHIVES, "没有处理结果的来信，保管十年，到期鉴定后处置。"),
    ("case_file", "", "invalid", 120, ARCHIVES, "没有处理结果的来信，保管十年，到期鉴定后处置。"),
]


def add(apps, schema_editor):
    rule = apps.get_model("mailbox", "RetentionRule")
    for kind, letter_class, outcome, keep, ground, reason in RULES:
        rule.objects.create(
            kind=kind, letter_class=letter_class, outcome=outcome, keep=keep, ground=ground, reason=reason
        )


class Migration(migrations.Migration):
    dependencies = [
        ("mailbox", "0004_reply_editors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="lettercontact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="删除时间"),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "收到来信"),
                    ("register", "登记"),
                    ("assign", "转办"),
                    ("recall", "撤回转办"),
                    ("accept", "签收"),
                    ("return", "退回登记处"),
                    ("ask_citizen", "请市民补充"),
                    ("supplement", "补充材料"),
                    ("submit", "提交审核"),
                    ("send_back", "退回修改"),
                    ("approve", "审核通过"),
                    ("sign", "签发并寄出"),
                    ("close", "办结"),
                    ("archive", "归档"),
                    ("reopen", "重新办理"),
                    ("withdraw", "撤回"),
                    ("redirect", "导入其他程序"),
                    ("reject", "不予受理"),
                    ("merge", "并案"),
                    ("added", "市民补充说明"),
                    ("reminded", "市民催办"),
                    ("rated", "市民评价"),
                    ("revealed", "查看联系方式"),
                    ("code_reissued", "重发查询码"),
                    ("reclassified", "更改分类或时限"),
                    ("clock_recomputed", "重算时限"),
                    ("proposed", "拟公开"),
                    ("released", "公开"),
                    ("unpublished", "撤下公开"),
                    ("imported", "导入历史信件"),
                    ("erased", "删除联系方式"),
                    ("exported", "写信人下载信件和处理记录"),
                    ("held", "保全"),
                    ("hold_lifted", "解除保全"),
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
        migrations.CreateModel(
            name="ErasureRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proof", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="mailbox.letter",
                        verbose_name="信件",
                    ),
                ),
            ],
            options={
                "verbose_name": "删除登记",
                "verbose_name_plural": "删除登记",
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("placed_at", models.DateTimeField(verbose_name="开始")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="解除")),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="mailbox.letter",
                        verbose_name="信件",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "保全",
                "verbose_name_plural": "保全",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("letter",),
                        name="one_open_hold_a_letter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contact", "写信人的联系方式"),
                            ("reply_draft", "没有寄出的答复稿"),
                            ("public_draft", "公开底稿和标记（含原文）"),
                            ("identity_words", "核对证件的说明"),
                            ("reveal_words", "查看联系方式的原因"),
                            ("form_token", "防重复寄信的表单凭证"),
                            ("captcha", "过期的验证题"),
                            ("limits", "防滥用的访问计数"),
                            ("outbox", "已完成的待办"),
                            ("session", "过期的登录会话"),
                            ("case_file", "信件案卷（只列出，不自动删除）"),
                        ],
                        max_length=20,
                        verbose_name="数据",
                    ),
                ),
                (
                    "letter_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("enquiry", "咨询"),
                            ("help", "求助"),
                            ("complaint", "投诉"),
                            ("suggestion", "建议"),
                            ("praise", "表扬"),
                            ("report", "举报"),
                            ("appeal", "申诉求决"),
                        ],
                        help_text="不选就是所有类别。",
                        max_length=12,
                        verbose_name="诉求类别",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "已解决"),
                            ("explained", "解释说明"),
                            ("not_supported", "不支持"),
                            ("partly_supported", "部分支持"),
                            ("redirected", "转其他程序"),
                            ("withdrawn", "已撤回"),
                            ("duplicate", "重复件"),
                            ("invalid", "无效件"),
                        ],
                        help_text="不选就是所有结果。",
                        max_length=20,
                        verbose_name="办理结果",
                    ),
                ),
                (
                    "keep",
                    models.PositiveIntegerField(
                        help_text="联系方式、说明和案卷按月，从办结或终止那天起；其他按天。", verbose_name="保存多久"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        help_text="法律、规范或档案期限表的条款",
                        max_length=200,
                        validators=[django.core.validators.MinLengthValidator(4)],
                        verbose_name="依据",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="为什么定这么久，或为什么要改",
                        max_length=200,
                        validators=[django.core.validators.MinLengthValidator(4)],
                        verbose_name="原因",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="执行")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最后修改的人",
                    ),
                ),
            ],
            options={
                "verbose_name": "保存期限",
                "verbose_name_plural": "保存期限",
                "ordering": ["kind", "letter_class", "outcome"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "letter_class", "outcome"),
                        name="one_retention_rule_a_case",
                        violation_error_message="这种情况已经有一条保存期限，请修改那一条。",
                    )
                ],
            },
        ),
        migrations.RunPython(add, migrations.RunPython.noop),  # backwards, the table goes
    ]
