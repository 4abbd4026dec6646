import django.db.models.deletion
from django.db import migrations, models

CHUNK = 500


def mark(apps, editor):
    """What was indexed before has no vectors yet either."""
    documents = apps.get_model("search", "SearchDocument").objects.order_by("pk").values_list("pk", flat=True)
    meaning = apps.get_model("search", "SearchMeaning").objects
    meaning.bulk_create((meaning.model(document_id=pk) for pk in documents), batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_searchindex_names")]

    operations = [
        migrations.AddField(
            model_name="searchindex",
            name="revision",
            field=models.PositiveBigIntegerField(db_default=0),
        ),
        migrations.CreateModel(
            name="SearchMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=32)),
                ("model", models.CharField(blank=True, max_length=60)),
                ("parts", models.CharField(blank=True, max_length=200)),
                ("vectors", models.BinaryField(default=bytes)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meaning",
                        to="search.searchdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "索引语义",
                "verbose_name_plural": "索引语义",
                "indexes": [models.Index(fields=["model", "document"], name="search_meaning_pending")],
            },
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
