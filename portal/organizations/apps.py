from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "portal.organizations"
    label = "organizations"
    verbose_name = "机构"

    def ready(self) -> None:
        from portal.organizations import seeding
        from portal.registries import seeders

        seeders.register(10, "organizations", seeding.seed)
