"""System checks: what is misconfigured is said before the first request."""
