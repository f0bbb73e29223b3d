"""What tests about people may ask for beside."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import Browser


@pytest.fixture
def elsewhere(app: Flask, db_session: Session) -> FlaskClient:
    """A second browser, somewhere else."""
    return Browser(app, app.response_class)
