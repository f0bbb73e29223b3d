"""HTTP furniture: who may enter, signed links, paging, headers, errors, base templates."""
