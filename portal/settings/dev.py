"""A developer's or demonstrator's machine: secrets are made on first use and kept in ``var/``; nothing is shared.

``DEBUG`` stays off unless asked for, so that a newcomer sees the real pages, errors included.
"""

from portal.settings.base import *  # noqa: F403 - settings are layered by star import, Django's own idiom
from portal.settings.base import VAR_DIR
from portal.settings.env import env, local_secret

ENVIRONMENT = "dev"
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SECRET_KEY = local_secret("SECRET_KEY", VAR_DIR / "secrets")
FIELD_KEYS = [key.strip() for key in local_secret("FIELD_KEYS", VAR_DIR / "secrets").split(",")]
CODE_PEPPER = local_secret("CODE_PEPPER", VAR_DIR / "secrets")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
