"""The one error of the embedded servers: a line that a person can act on."""


class ServerError(RuntimeError):
    """A server did not start; the message says why and what to do."""
