"""The English catalogues, one per domain: extracted from code and templates, compiled, and checked for completeness."""
