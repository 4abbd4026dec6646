"""Roles are in force once a second person confirmed them; those granted before stay in force, and say so."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep(apps, schema_editor):
    grants = apps.get_model("accounts", "RoleGrant").objects.filter(confirmed_at__isnull=True)
    grants.update(source="before two people were asked for", confirmed_at=django.utils.timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rolegrant',
            name='confirmed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='确认时间'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='confirmed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认的人'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='proposed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='提出时间'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='proposed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出的人'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='reason',
            field=models.CharField(blank=True, help_text='如任职文件、科室申请；确认的人要看', max_length=200, verbose_name='依据'),
        ),
        migrations.AddField(
            model_name='rolegrant',
            name='source',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='来源'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('source', ''), _negated=True), models.Q(('proposed_by__isnull', False), ('confirmed_by__isnull', False), models.Q(('proposed_by', models.F('confirmed_by')), _negated=True), models.Q(('proposed_by', models.F('user')), _negated=True), models.Q(('confirmed_by', models.F('user')), _negated=True)), _connector='OR'), name='a_grant_in_force_names_two_others'),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
