"""The invented report, made once."""

import pytest
from tests.report.sample import sample

from luminary.report import ReportInput


@pytest.fixture(scope="session")
def ordinary() -> ReportInput:
    return sample()
