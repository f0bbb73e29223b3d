"""A template with its Jinja taken out: what stays is the HTML that is always there, at its old lines."""

import re

from jinja2 import Environment

# Stands for text that comes from an expression or a catalogue.
SPOKEN = "\ue000"
_ENDS_IN_TAG_OPENER = re.compile(r"</?$")
_BLOCK = re.compile(r"\s*(block|endblock|trans|endtrans)\b\s*(\w*)")
# Blocks that fill an attribute of the page they extend.
_ATTRIBUTE_BLOCK = re.compile(r"(^|_)(class|classes|id|attributes|url)$")


def masked(source: str, environment: Environment) -> str:
    """Replace expressions by a mark, statements and comments by nothing, and translated passages by marks."""
    mask = _Mask()
    for _, kind, value in environment.lex(source):
        mask.take(kind, value)
    return "".join(mask.result)


class _Mask:
    def __init__(self) -> None:
        self.result: list[str] = []
        self._inside = ""
        self._statement = ""
        self._translating = False
        self._blocks: list[str] = []

    def take(self, kind: str, value: str) -> None:
        """Add what stays of one token; line breaks always stay."""
        if kind == "data":
            self._take_data(value)
            return
        if kind.endswith("_begin"):
            self._inside, self._statement = kind.removesuffix("_begin"), ""
            if self._inside == "variable":
                self.result.append("x-expression" if _ENDS_IN_TAG_OPENER.search("".join(self.result[-1:])) else SPOKEN)
        elif kind.endswith("_end"):
            if self._inside == "block":
                self._note(self._statement)
            self._inside = ""
        elif self._inside:
            self._statement += value
        self.result.append("\n" * value.count("\n"))

    def _take_data(self, value: str) -> None:
        if self._translating or (self._blocks and _ATTRIBUTE_BLOCK.search(self._blocks[-1])):
            self.result.append((SPOKEN if value.strip() else "") + "\n" * value.count("\n"))
        else:
            self.result.append(value)

    def _note(self, statement: str) -> None:
        """Follow where translated passages and blocks begin and end."""
        match = _BLOCK.match(statement)
        word, name = match.groups() if match else ("", "")
        if word in ("trans", "endtrans"):
            self._translating = word == "trans"
        elif word == "block":
            self._blocks.append(name)
        elif word == "endblock" and self._blocks:
            self._blocks.pop()
