"""How much room letters take, by a mean width; light, so that a drawing without Matplotlib can ask too."""

from __future__ import annotations

__all__ = ["text_width"]

GLYPH = 0.56
"""Mean width of a character of a system font, as a share of its size; used to keep room for labels."""


def text_width(text: str, size: float) -> float:
    """Return the width to reserve for ``text`` at ``size``, in units of the frame."""
    return len(text) * size * GLYPH
