"""The blueprint that every module of pages about ideas hangs its views into."""

from flask import Blueprint

ideas = Blueprint("ideas", __name__)
