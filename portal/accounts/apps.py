from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号与角色"

    def ready(self) -> None:
        from portal.accounts import staff_group

        staff_group.connect()
