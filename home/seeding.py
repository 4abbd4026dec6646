from __future__ import annotations


def seed(scale: int) -> str:
    return ""
