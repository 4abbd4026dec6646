"""A real Elasticsearch node out of its published parts, for tests, benches and a developer's machine."""
