"""The pages about people: signing in, accounts and deputies of one's own, administration, seats, the roster."""

from app.members.routes import account, administration, arrival, deputies, public, seats, sign_in
from app.members.routes.blueprint import members

__all__ = ["account", "administration", "arrival", "deputies", "members", "public", "seats", "sign_in"]
