"""Detectors: pure functions from a view of the text to findings, one kind of data a module."""
