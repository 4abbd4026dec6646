"""A handler slow enough to be killed in the middle, with an effect that can be counted."""

import os
import time
import uuid
from datetime import timedelta
from pathlib import Path

from portal.limits.models import Hits
from portal.outbox import drain
from portal.outbox.registry import handler

drain.LEASE = timedelta(seconds=3)  # the test does not wait a minute for each killed worker


@handler("faults.slow")
def slow(payload):
    Hits.objects.create(scope="effect", client=uuid.uuid4().hex, window=payload["n"])
    (Path(os.environ["FAULTS_STARTED"]) / uuid.uuid4().hex).touch()
    time.sleep(0.7)
