"""The image is made by the bootstrap's own steps, which every `make run` exercises, and holds nothing more."""

import re
import subprocess
from pathlib import Path

from tools import bootstrap

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", "")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.+)$", DOCKERFILE, re.MULTILINE)


def stage(name: str) -> str:
    """Return the part of the Dockerfile that makes one stage."""
    parts = re.split(r"^FROM .* AS (\w+)$", DOCKERFILE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def test_libraries_are_installed_by_the_bootstrap_alone() -> None:
    assert "python3 tools/bootstrap.py run" in stage("libraries")
    assert not re.search(r"\b(pip|uv|npm) ", DOCKERFILE)
    assert bootstrap.install_command("run")[-1] == "requirements/run.lock"
    assert "--require-hashes" in bootstrap.install_command("run")


def test_the_system_is_the_bare_one_that_the_bootstrap_is_tried_on() -> None:
    assert {line.split()[0] for line in instructions("FROM")} - {"base", "libraries"} == {"debian:bookworm-slim"}
    (installed,) = re.findall(r"apt-get install --yes --no-install-recommends ([^&]+)&&", DOCKERFILE)
    assert installed.split() == ["python3", "ca-certificates"]


def test_all_that_production_needs_is_copied() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {name.split("/")[0] for name in tracked.splitlines() if "/" in name} - {"tests", "bench", "docs", ".ci"}
    copied = {line.split()[0].rstrip("/") for line in instructions("COPY") if not line.startswith("--from")}
    assert copied == folders | {"config.py"}
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in copied} <= set(ignored)


def test_no_tool_stays_in_the_image() -> None:
    assert "rm -r tools requirements" in stage("code")
    assert "COPY --from=code" in stage("konvent")


def test_nothing_runs_as_root() -> None:
    for name in ("konvent", "mailbox"):
        assert re.search(r"^USER 10001:10001$", stage(name), re.MULTILINE)


def test_no_secret_and_no_registry_is_built_in() -> None:
    assert not re.search(r"(KEY|PASSWORD|TOKEN)\s*=", DOCKERFILE)
    assert not instructions("ARG")
