from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_migrate, post_save


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "网站"

    def ready(self) -> None:
        from home import editors
        from home.seeding import seed
        from portal.accounts.models import RoleGrant
        from portal.registries import seeders

        post_migrate.connect(editors.after_migrate, sender=self, dispatch_uid="home.editors")
        for signal in (post_save, post_delete):
            signal.connect(editors.after_grant, sender=RoleGrant, dispatch_uid="home.editors.grant")
        user_logged_in.connect(editors.after_login, dispatch_uid="home.editors.login")
        seeders.register(order=30, name="网站页面和公开事项", run=seed)
