"""The letters' part of the canary life: written, handled, published, taken down and imported, each step also failing.

It goes by the addresses and the forms of the pages, as people do; ``portal.privacy.sweep`` plays it in a process whose
database and folders are its own.
"""
