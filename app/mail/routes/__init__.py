"""The post: leaving and choosing topics, one's own post, and the post as staff look after it."""

from app.mail.routes import choosing, gallery, history, office
from app.mail.routes.blueprint import mail

__all__ = ["choosing", "gallery", "history", "mail", "office"]
