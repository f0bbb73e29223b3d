"""Pages over several domains: the home page and what the other rooms put on it."""
