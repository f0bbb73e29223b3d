"""`python -m tools.catcher`: run the mail catcher until it is told to end."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from tools.catcher.smtp import smtp_server
from tools.catcher.store import Mailbox
from tools.catcher.web import create_catcher


class _Quiet(WSGIRequestHandler):
    """Logs errors only: scripts poll the mailbox."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main() -> int:
    """Serve SMTP and the pages."""
    options = _options()
    mailbox = Mailbox(options.folder, options.keep)
    try:
        smtp = smtp_server(mailbox, options.host, options.smtp_port)
        smtp.start()
        web = make_server(options.host, options.port, create_catcher(mailbox), threaded=True, request_handler=_Quiet)
    except OSError as error:
        print(f"mail catcher: cannot listen: {error.strerror}", file=sys.stderr)
        return 1
    # `shutdown` waits for the loop that the signal interrupts, so it needs a thread of its own.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=web.shutdown).start())
    web.serve_forever()
    smtp.stop(no_assert=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.catcher", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/mailbox"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8025, help="of the pages")
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--keep", type=int, default=2000, help="letters; the oldest make room")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
