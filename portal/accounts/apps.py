from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号与角色"

    def ready(self) -> None:
        from portal.accounts import seeding, staff_group
        from portal.registries import demo_accounts, seeders

        staff_group.connect()
        seeders.register(20, "accounts", seeding.seed)
        demo_accounts.register("accounts", seeding.accounts)
