"""`python -m tools.lints`: print every finding; none is success."""

import sys

from tools.bootstrap import ROOT
from tools.lints.addresses import address_findings
from tools.lints.templates import template_findings
from tools.lints.words import text_findings


def main() -> int:
    """Run all lints over the repository."""
    app = ROOT / "app"
    findings = sorted({*template_findings(app), *text_findings(app), *address_findings(ROOT)})
    for finding in findings:
        print(str(finding).replace(f"{ROOT}/", "", 1))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
