"""Configuration of the project package as an app: it owns checks, commands, template tags and static files."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        from portal import checks  # noqa: F401 - importing registers the checks
