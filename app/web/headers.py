"""What every answer says to the browser: which sources it may use, what it may keep, where cookies go."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

# KERN draws its icons as masks with data: addresses; nothing else comes from anywhere but here.
POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FEATURES_OFF = (
    *("accelerometer", "autoplay", "camera", "display-capture", "geolocation"),
    *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    # Signed links must not leave the house in a Referer; our own CSRF check needs it within.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES_OFF),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = 2 * 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Set the headers of every answer and the properties of the one cookie there is."""
    secure = bool(app.config["SECURE_COOKIES"])
    app.config.update(
        # __Host- pins the cookie to this host, this scheme and the whole path; browsers refuse it over http.
        SESSION_COOKIE_NAME="__Host-konvent" if secure else "konvent",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None,
        # A cookie that is refreshed on every answer would come with reading pages too.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    proxies = int(app.config["TRUSTED_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.after_request(_protect)


def content_security_policy(secure: bool) -> str:
    """The policy of pages; answers that set their own (attachments) keep it."""
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    return f"{policy}; upgrade-insecure-requests" if secure else policy


def _protect(response: Response) -> Response:
    secure = bool(current_app.config["SECURE_COOKIES"])
    response.headers.setdefault("Content-Security-Policy", content_security_policy(secure))
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")
    return _say_what_may_be_kept(response)


def _say_what_may_be_kept(response: Response) -> Response:
    """A page seen with a session is nobody else's; the others may be kept, but are asked for again."""
    if "Cache-Control" in response.headers:
        return response
    personal = current_app.config["SESSION_COOKIE_NAME"] in request.cookies or "Set-Cookie" in response.headers
    linked = "token" in (request.view_args or {})
    response.headers["Cache-Control"] = "no-store" if personal or linked else "no-cache"
    response.vary.update(("Accept-Language", "Cookie", "HX-Request"))
    return response
