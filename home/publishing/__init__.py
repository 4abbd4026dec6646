"""The gate before pages and typed disclosures: what a reader would see, what the machine finds in it, who may release.

``gate`` is the one place every way of publishing passes; the rest is what it asks.
"""
