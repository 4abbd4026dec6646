"""Files meant for publication: read in every layer, cleaned into a copy made anew, proved by reading the copy again.

Parsing happens in a child process with bounds (``sandbox``); personal data is looked for in this one (``inspection``).
"""
