"""The blueprint that all pages about proceedings share."""

from __future__ import annotations

from flask import Blueprint

from app.proceedings import models

proceedings = Blueprint("proceedings", __name__)
proceedings.record_once(lambda state: state.app.extensions.setdefault("proceedings.tables", models.__all__))
