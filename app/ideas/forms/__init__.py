"""Forms about ideas: parts, the steps put together from them, the office's entry, the status page."""
