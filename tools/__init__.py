"""Developer tooling: what starts, checks and shows the house, and never runs in production."""
