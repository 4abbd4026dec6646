"""An embedder whose vectors can be worked out by hand: a direction for each of a few matters, whatever the words."""

import numpy as np

MATTERS = (("退费", "退", "钱"), ("校服", "衣服"), ("转学", "转回", "学籍"), ("校车", "班车"))


class Matters:
    """Says how much of each matter a text holds; texts of no matter point the other way."""

    model = "matters-1"
    dimensions = len(MATTERS) + 1

    def __init__(self):
        self.read = []

    def queries(self, texts):
        return np.array([self._row(text) for text in texts], np.float32).reshape(-1, self.dimensions)

    def passages(self, texts):
        self.read += texts
        return self.queries(texts)

    def _row(self, text):
        row = np.array([*(float(any(word in text for word in words)) for words in MATTERS), 0.0])
        if not row.any():
            row[-1] = 1.0
        return row / np.linalg.norm(row)
