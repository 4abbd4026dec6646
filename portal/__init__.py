"""Project package: settings, wiring, and what every app needs. Knows no letter and no page.

The swap below comes first: Debian's SQLite 3.40 carries the WAL-reset bug, the ``pysqlite3`` wheel bundles a fixed
library (>= 3.51.3) with FTS5. A database backend subclass would come too late, Django imports ``sqlite3`` by name.

numpy's arithmetic reads how many threads it may use when it loads: one, since a web worker has neighbours. Left alone
it spends twice the processor's time for the same answer (marks of 2,000 characters: 219 ms for 113).
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

try:
    import pysqlite3
except ImportError:  # other platforms keep their own library; `doctor` says what that means
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from portal.celery import app as celery_app  # must follow the swap above

__all__ = ["celery_app"]
