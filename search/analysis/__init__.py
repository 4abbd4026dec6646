"""How a text is read. Used by indexing, queries and highlights alike: there is no second reading."""

from search.analysis.data import version
from search.analysis.normalize import Folded, fold, normalize, runs
from search.analysis.terms import MAX_TEXT, index_terms, learn, query_counts, words

__all__ = [
    "MAX_TEXT",
    "Folded",
    "fold",
    "index_terms",
    "learn",
    "normalize",
    "query_counts",
    "runs",
    "version",
    "words",
]
