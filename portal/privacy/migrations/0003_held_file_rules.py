import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GROUND = "个人信息保护法第十九条：保存期限应当是实现目的所必要的最短时间"
RULES = [
    ("waiting", 60, "收下的原件里有个人信息，两个月没有人处理就不再需要。"),
    ("ready", 60, "副本做好两个月没有人审定，原件和副本都不再需要。"),
]


def add(apps, schema_editor):
    rule = apps.get_model("privacy", "HeldFileRule")
    for state, keep, reason in RULES:
        rule.objects.create(state=state, keep=keep, ground=GROUND, reason=reason)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0002_held_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="heldfile",
            name="stepped_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="上一步的时间"
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="HeldFileRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待处理"), ("ready", "待审定")],
                        error_messages={"unique": "这种状态已经有一条期限，请修改那一条。"},
                        max_length=10,
                        unique=True,
                        verbose_name="状态",
                    ),
                ),
                (
                    "keep",
                    models.PositiveSmallIntegerField(
                        help_text="从上传或上一步处理那天起，15到365天；到期前14天起在待公开的文件里提醒。",
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="保存几天",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
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
                "verbose_name": "待公开文件的期限",
                "verbose_name_plural": "待公开文件的期限",
                "ordering": ["-state"],
            },
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
