"""Was each promise in a police and crime plan kept, and how do we know?"""

__version__ = "0.4.0"


class Refusal(RuntimeError):
    """What is asked for cannot be done; the message says why, and what to do about it."""
