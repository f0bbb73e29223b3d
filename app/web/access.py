"""Every route says who may enter; a route that says nothing lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

MARK = "__who_may_enter__"
View = TypeVar("View", bound=Callable[..., Any])


class Actor(Protocol):
    """The person behind a request as far as this floor knows: an id and roles, or nobody."""

    @property
    def id(self) -> int | None: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def is_authenticated(self) -> bool: ...


Policy = Callable[[Actor], bool]


def anybody(_: Actor) -> bool:
    """The policy of public pages."""
    return True


def signed_in(actor: Actor) -> bool:
    """The policy of pages about one's own account."""
    return actor.is_authenticated


def public(view: View) -> View:
    """Mark a view as open to everybody, signed in or not."""
    setattr(view, MARK, anybody)
    return view


def requires(policy: Policy) -> Callable[[View], View]:
    """Mark a view as open to those whom the policy lets in."""

    def mark(view: View) -> View:
        setattr(view, MARK, policy)
        return view

    return mark


def current_actor() -> Actor:
    """Who is asking; a visitor without account has no id and no roles."""
    return cast("Actor", current_user)


def authorise(allowed: bool) -> None:
    """Stop with 403 when a policy about a particular thing said no."""
    if not allowed:
        abort(403)


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy that guards an endpoint, or None when its author forgot to name one."""
    if endpoint == "static":
        return anybody
    return cast("Policy | None", getattr(app.view_functions.get(endpoint), MARK, None))


def init_app(app: Flask) -> None:
    """Check the policy of the matched route before anything else of it runs."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        current_app.logger.error("no policy for endpoint=%s", request.endpoint)
        abort(403)
    # Public pages never ask who is there: asking would touch the session, and reading needs no cookie.
    if policy is anybody or policy(current_actor()):
        return None
    if current_actor().is_authenticated:
        abort(403)
    return redirect(url_for("members.sign_in", next=request.full_path.rstrip("?")))
