"""The home page, the disclosure index below it, and the site that serves them; Wagtail's welcome page goes."""

from django.db import migrations


def create(apps, schema_editor):
    content_type_model = apps.get_model("contenttypes", "ContentType")
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    locale = apps.get_model("wagtailcore", "Locale").objects.first()
    home_model = apps.get_model("home", "HomePage")
    index_model = apps.get_model("home", "DisclosureIndexPage")

    def type_of(name):
        return content_type_model.objects.get_or_create(app_label="home", model=name)[0]

    page_model.objects.filter(path="00010001", slug="home", content_type__model="page").delete()
    root = page_model.objects.get(depth=1)
    home = home_model.objects.create(
        title="首页", draft_title="首页", slug="home", path="00010001", depth=2, numchild=1, url_path="/home/",
        content_type=type_of("homepage"), locale=locale, live=True,
    )
    index_model.objects.create(
        title="公开信息", draft_title="公开信息", slug="disclosures", path="000100010001", depth=3, numchild=0,
        url_path="/home/disclosures/", content_type=type_of("disclosureindexpage"), locale=locale, live=True,
        intro="收费、招生、财务和政策文件，按学校、按年份查。",
    )
    page_model.objects.filter(pk=root.pk).update(numchild=page_model.objects.filter(depth=2).count())
    site_model.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page_id": home.pk}
    )
    site_model.objects.filter(is_default_site=True).update(root_page_id=home.pk)


def remove(apps, schema_editor):
    """Back to an empty tree below the root."""
    page_model = apps.get_model("wagtailcore", "Page")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    page_model.objects.filter(depth__gt=1).order_by("-depth").delete()
    page_model.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_pages_and_disclosures"), ("wagtailcore", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]
