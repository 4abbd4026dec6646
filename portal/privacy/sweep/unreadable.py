"""What no sweep can answer for."""


class CannotLook(Exception):
    """A place that cannot be looked into from here; the text is a sentence for the person who asked."""
