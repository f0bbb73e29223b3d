"""`make run`: open the house, say where it is, and close it on Ctrl-C."""

import ctypes
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from tools.bootstrap import ROOT
from tools.servers import ServerError
from tools.supervisor.folder import DataFolder
from tools.supervisor.guard import Guard
from tools.supervisor.house import House
from tools.supervisor.plan import CannotStart, Plan

_PR_SET_PDEATHSIG = 1


class _Closing(BaseException):
    """Somebody asked for the end; no handler of errors may swallow it."""


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Run until somebody or something ends it."""
    if "--end-with-parent" in arguments:  # `make` may be killed without a chance to tell us
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _close)
    try:
        plan = Plan.read(os.environ)
        folder = DataFolder(root / "var")
        with folder.held(plan.address), Guard() as guard:
            return _live(House(root, plan, folder, guard, _say), plan)
    except _Closing:
        return 0
    except (CannotStart, ServerError) as error:
        _say(str(error))
        return 1


def _live(house: House, plan: Plan) -> int:
    try:
        house.open()
        _announce(plan, house.sign_ins)
        house.watch()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        house.close()
    return 0


def _close(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise _Closing


def _announce(plan: Plan, sign_ins: str) -> None:
    lines = ["", f"  Konvent   {plan.address}"]
    if plan.own_mailbox:
        lines.append(f"  Mailbox   {plan.mailbox_address}   (every letter ends here)")
    if sign_ins:
        lines += ["", *(f"  {line}".rstrip() for line in sign_ins.splitlines())]
    lines += ["", "  Data in var/, logs in var/log/. Ctrl-C ends everything.", ""]
    print("\n".join(lines), flush=True)


def _say(text: str) -> None:
    print(f"konvent: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
