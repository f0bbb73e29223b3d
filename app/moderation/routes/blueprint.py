"""The blueprint that every module of triage hangs its views into."""

from flask import Blueprint

moderation = Blueprint("moderation", __name__)
