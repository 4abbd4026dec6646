from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号与角色"
    default = True

    def ready(self) -> None:
        from portal.accounts import seeding, staff_group
        from portal.registries import demo_accounts, seeders

        staff_group.connect()
        seeders.register(20, "accounts", seeding.seed)
        demo_accounts.register("accounts", seeding.accounts)


class AccountsOfWagtail(WagtailUsersAppConfig):
    """Wagtail's app of users with our pages for accounts, in ``INSTALLED_APPS`` in place of ``wagtail.users``."""

    default = False
    user_viewset = "portal.accounts.user_desk.AccountViewSet"

    def ready(self) -> None:
        """Wagtail's own policies first: of two for one model the later one counts."""
        from django.contrib.auth.models import Group
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import Site
        from wagtail.permissions import register_permission_policy

        from portal.accounts.models import User
        from portal.accounts.policies import AccountPolicy, NobodyPolicy, OnlyTakenAwayPolicy

        super().ready()
        register_permission_policy(User, AccountPolicy())
        register_permission_policy(Group, NobodyPolicy(Group))
        register_permission_policy(Redirect, OnlyTakenAwayPolicy(Redirect))
        register_permission_policy(Site, OnlyTakenAwayPolicy(Site))
