"""Health: what machines ask to know whether the house works."""
