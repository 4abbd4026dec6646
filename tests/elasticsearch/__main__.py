"""``make elasticsearch``: a node on 127.0.0.1:$ES_PORT (9200 unless said) until Ctrl-C; data stay in ``.cache/``."""

from __future__ import annotations

import os
import signal
import sys

from tests.elasticsearch.node import Node
from tests.elasticsearch.parts import CACHE, Missing


def main() -> int:
    port, heap = int(os.environ.get("ES_PORT", "9200")), os.environ.get("ES_HEAP", "1g")
    node = Node(CACHE / "node", port=port, heap=heap, lasting=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        node.start()
        print(f"ELASTICSEARCH_URL={node.url}", flush=True)
        assert node.process is not None
        return node.process.wait()
    except Missing as error:
        print(f"Elasticsearch 启动不了：{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    finally:
        node.stop()


if __name__ == "__main__":
    sys.exit(main())
