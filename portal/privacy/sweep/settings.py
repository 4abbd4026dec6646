"""The settings of a sweep's own process: those of a small installation, and on servers that it shares with the living
portal everything carries the name of this run."""

from portal.privacy.sweep.redis_keys import is_redis
from portal.settings.dev import *  # noqa: F403 - settings are layered by star import, Django's own idiom
from portal.settings.dev import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, CELERY_BROKER_URL
from portal.settings.env import env

RUN = env.str("SWEEP_RUN")  # begins with "sweep"
CACHES = {alias: {**cache, "KEY_PREFIX": RUN} for alias, cache in CACHES.items()}
if is_redis(CELERY_BROKER_URL):
    CELERY_BROKER_TRANSPORT_OPTIONS = {**CELERY_BROKER_TRANSPORT_OPTIONS, "global_keyprefix": f"{RUN}-broker:"}
