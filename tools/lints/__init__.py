"""House rules that no ready-made linter knows; each gives its reason."""
