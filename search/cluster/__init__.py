"""How Elasticsearch follows the database: nothing is lost while it is away, and it is looked after when it is back."""
