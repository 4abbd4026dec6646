"""Measurements, run by ``make bench`` alone: they take minutes, and a time says nothing on a busy machine."""

import os

collect_ignore_glob = [] if os.environ.get("BENCH") else ["test_*.py"]
