"""A site to fetch from."""

import pytest
from tests.collect.fetch.site import served


@pytest.fixture
def site():
    with served() as one:
        yield one
