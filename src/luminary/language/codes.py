"""The languages that Luminary reads."""

from __future__ import annotations

LANGUAGES = ("sv", "nb", "nn", "da", "fi", "en")
"""Swedish, Norwegian Bokmål, Norwegian Nynorsk, Danish, Finnish, English."""

UNDETERMINED = "und"
"""The code (ISO 639-2) of a text whose language cannot be told, or is none of the six."""
