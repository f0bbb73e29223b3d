"""The pages about people: signing in, one's own account, accounts for administrators, the roster."""

from app.members.routes import account, administration, arrival, public, sign_in
from app.members.routes.blueprint import members

__all__ = ["account", "administration", "arrival", "members", "public", "sign_in"]
