from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_postings")]

    operations = [
        migrations.AddField(
            model_name="searchindex",
            name="names",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
