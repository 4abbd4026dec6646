from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "网站"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Page, Revision
        from wagtail.signals import pre_page_move

        from home import editors
        from home.publishing import receivers
        from home.seeding import seed
        from portal.accounts.models import RoleGrant
        from portal.privacy.files.models import HeldFile
        from portal.registries import seeders, sweep_acts

        post_migrate.connect(editors.after_migrate, sender=self, dispatch_uid="home.editors")
        for signal in (post_save, post_delete):
            signal.connect(editors.after_grant, sender=RoleGrant, dispatch_uid="home.editors.grant")
        pre_save.connect(receivers.before_revision, sender=Revision, dispatch_uid="home.gate.schedule")
        pre_save.connect(receivers.before_page, sender=Page, dispatch_uid="home.gate.page")
        pre_page_move.connect(receivers.before_move, dispatch_uid="home.gate.move")
        for library in (get_document_model(), get_image_model()):
            pre_save.connect(receivers.before_file, sender=library, dispatch_uid=f"home.gate.{library.__name__}")
        post_save.connect(receivers.after_held_file, sender=HeldFile, dispatch_uid="home.gate.held_file")
        user_logged_in.connect(editors.after_login, dispatch_uid="home.editors.login")
        seeders.register(order=30, name="网站页面和公开事项", run=seed)
        sweep_acts.register(10, "files", "home.sweeping.acts.files")
        sweep_acts.register(15, "pages", "home.sweeping.acts.pages")
