"""Settings of the worker that is killed: development's, with the slow handler."""

from portal.settings.dev import *  # noqa: F403 - settings are layered by star import, Django's own idiom
from portal.settings.dev import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.slow_app"]
