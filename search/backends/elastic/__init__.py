"""Elasticsearch by ``elasticsearch-dsl``: finds candidates and counts; analysis and order are those of every backend.

Only mappings, term and kNN queries, aggregations, aliases and bulk are asked of the cluster: no plugin, no script.
"""
