"""The production shape: valid by the Compose Specification, hardened, scalable, and without a secret in it."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import config

ROOT = Path(__file__).parents[2]
# From the Compose Specification's repository (Apache-2.0).
SCHEMA = Path(__file__).with_name("compose-spec.json")
OURS = {"web", "worker", "beat", "migrate"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


def test_it_follows_the_specification(compose: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(compose)


def test_the_schema_would_notice_a_mistake(compose: dict[str, Any]) -> None:
    broken = {**compose, "services": {"web": {"image": "konvent", "reboot": "always"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(broken)


def test_all_that_belongs_to_it_is_there(services: dict[str, Any]) -> None:
    assert {"web", "worker", "beat", "postgres", "valkey", "proxy"} <= services.keys()
    assert services["mailbox"]["profiles"] == ["mailbox"]


def test_every_service_is_hardened(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name


def test_every_lasting_service_has_a_health_check(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}


def test_only_the_proxy_is_reachable_from_outside(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published.keys() == {"proxy", "mailbox"}
    assert all(port.startswith("127.0.0.1:") for port in published["mailbox"])


def test_web_and_worker_can_be_scaled(services: dict[str, Any]) -> None:
    for name in ("web", "worker"):
        assert not {"container_name", "ports", "hostname"} & services[name].keys()
    assert "dynamic a web 8000" in (ROOT / "deploy" / "Caddyfile").read_text()


def test_our_services_share_one_image_and_its_settings(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["image"] == services["web"]["image"]
        assert services[name]["environment"] == services["web"]["environment"]


def test_production_finds_every_variable_that_it_refuses_to_start_without(services: dict[str, Any]) -> None:
    assert set(config.REQUIRED_IN_PRODUCTION) <= services["web"]["environment"].keys()


class Noting(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """Note the question and answer it."""
        self.asked.add(name)
        return super().get(name, default)


def test_every_setting_can_be_set_and_an_empty_one_means_its_default(services: dict[str, Any]) -> None:
    composed = services["web"]["environment"]
    filled = {name: "" if str(value).endswith(":-}") else "1" for name, value in composed.items()}
    environ = Noting(filled | {"KONVENT_MODE": "production", "BASE_URL": "https://konvent.example", "MAIL_PORT": "587"})
    settings = config.load(environ)
    assert environ.asked <= composed.keys()
    assert settings["MAIL_USERNAME"] in (None, "")


def test_secrets_come_from_the_environment_and_have_no_default(services: dict[str, Any]) -> None:
    secret = re.compile(r"KEY|PASSWORD|AUTH")
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable):
                assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", value), (name, variable)


def test_the_broker_keeps_what_it_took(services: dict[str, Any]) -> None:
    command = " ".join(services["valkey"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert services["valkey"]["volumes"]


def test_the_database_sorts_and_folds_as_the_embedded_one_does(services: dict[str, Any]) -> None:
    options = services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin --builtin-locale=PG_UNICODE_FAST" in options


def test_named_programs_exist(services: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert (ROOT / services[name]["command"][0]).stat().st_mode & 0o111
        assert (ROOT / services[name]["healthcheck"]["test"][2]).exists()
