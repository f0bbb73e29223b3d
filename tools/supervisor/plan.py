"""What the environment asks for: ports, and which servers are somebody else's."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools import processes


class CannotStart(RuntimeError):
    """The house does not open; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """The addresses of this start."""

    environ: Mapping[str, str]
    port: int
    mailbox_port: int

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Plan":
        """Take the ports from the environment and look that they are free; raises CannotStart."""
        plan = cls(environ, _port(environ, "PORT", 8000), _port(environ, "MAILBOX_PORT", 8025))
        if plan.port == plan.mailbox_port:
            raise CannotStart(f"PORT and MAILBOX_PORT are both {plan.port}: choose two.")
        _look_free("PORT", plan.port)
        if plan.own_mailbox:
            _look_free("MAILBOX_PORT", plan.mailbox_port)
        return plan

    @property
    def own_database(self) -> bool:
        """Whether PostgreSQL is ours to start."""
        return not self.environ.get("DATABASE_URL")

    @property
    def own_broker(self) -> bool:
        """Whether Valkey is ours to start."""
        return not self.environ.get("REDIS_URL")

    @property
    def own_mailbox(self) -> bool:
        """Whether letters go to our catcher."""
        return not self.environ.get("MAIL_SERVER")

    @property
    def demo(self) -> bool:
        """Whether the first start fills the house with demo data."""
        return self.environ.get("DEMO", "1").lower() not in ("0", "no", "false", "off")

    @property
    def address(self) -> str:
        """Where people on this machine find the site."""
        return self.environ.get("BASE_URL") or f"http://localhost:{self.port}"

    @property
    def mailbox_address(self) -> str:
        """Where they read its letters."""
        return f"http://localhost:{self.mailbox_port}"


def _port(environ: Mapping[str, str], name: str, usual: int) -> int:
    value = environ.get(name) or str(usual)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise CannotStart(f"{name} must be a port between 1 and 65535, not “{value}”.")
    return int(value)


def _look_free(name: str, port: int) -> None:
    if not processes.port_is_free(port):
        raise CannotStart(
            f"Port {port} is taken: end what listens there, or choose another: make run {name}={_next_free(port)}"
        )


def _next_free(port: int) -> int:
    """Return a free port near the taken one."""
    nearby = range(port + 1, min(port + 50, 65536))
    return next((candidate for candidate in nearby if processes.port_is_free(candidate)), processes.free_port())
