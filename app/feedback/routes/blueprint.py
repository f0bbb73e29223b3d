"""The blueprint that every module of pages about feedback hangs its views into."""

from flask import Blueprint

from app.feedback.words import contribution_badge, group_names, topic_name
from app.ideas.texts import rendered

feedback = Blueprint("feedback", __name__)
feedback.add_app_template_filter(rendered, "markdown")
for _word in (contribution_badge, group_names, topic_name):
    feedback.add_app_template_global(_word)
