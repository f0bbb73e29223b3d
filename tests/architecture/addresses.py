"""An address for each rule of the map, with values that lead somewhere where that matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

NOWHERE = "00000000-0000-4000-8000-000000000000"


def some_address(app: Flask, rule: Rule, values: Mapping[str, Any] | None = None) -> str:
    """A path that this rule matches: with `values`, else with values that lead nowhere."""
    given = {name: _filler(rule, name) for name in rule.arguments - set(rule.defaults or ())} | dict(values or {})
    return app.url_map.bind("house").build(rule.endpoint, given)


def _filler(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return 999_999
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return NOWHERE if isinstance(converter, UUIDConverter) else "nirgends"
