"""What a browser calls itself, boiled down to what a person recognises: „Firefox, Windows“."""

from __future__ import annotations

# The first that fits wins: Edge and Opera also call themselves Chrome, everybody calls itself Safari.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox")),
    *(("FxiOS", "Firefox"), ("Chrome/", "Chrome"), ("CriOS", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def describe_device(user_agent: str) -> str:
    """Browser and system, as far as they can be told; less than the browser says, and kept as little."""
    found = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
