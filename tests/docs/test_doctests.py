"""Every example in a docstring runs."""

import doctest
from importlib import import_module

import pytest
from tests.architecture.code import Module, modules

_WITH_EXAMPLES = tuple(one for one in modules() if ">>> " in one.text)


def _name(module: Module) -> str:
    return module.dotted


@pytest.mark.parametrize("module", _WITH_EXAMPLES, ids=_name)
def test_examples_run(module: Module) -> None:
    failed, tried = doctest.testmod(import_module(module.dotted), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried > 0
    assert failed == 0


def test_most_rooms_show_an_example() -> None:
    rooms = {one.dotted.split(".")[1] for one in _WITH_EXAMPLES if "." in one.dotted}
    assert {"domain", "errors", "leaders", "store", "workspace"} - rooms <= {"errors"}
