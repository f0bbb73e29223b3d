"""Reference data of the region: the body, its authorities, action fields, goals and groups."""
