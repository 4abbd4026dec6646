from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "网站"

    def ready(self) -> None:
        from home.editors import after_migrate
        from home.seeding import seed
        from portal.registries import seeders

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="home.editors")
        seeders.register(order=30, name="网站页面和公开事项", run=seed)
