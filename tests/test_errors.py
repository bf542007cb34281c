"""Errors name what was seen and the way out, in whatever language the reader has."""

import ast
import pickle

import pytest
from tests.architecture.code import modules

from luminary.errors import KINDS, InputError, LuminaryError, UnknownNameError, UsageError
from luminary.i18n import Message, say


def test_a_name_that_is_not_there_is_told_with_near_ones() -> None:
    near = UnknownNameError.of("measure", "influense", ["influence", "standing"])
    far = UnknownNameError.of("measure", "x", ["influence", "standing"])
    none = UnknownNameError.of("subject", "x", [])
    assert str(near) == "no measure is named 'influense'; did you mean influence?"
    assert str(far) == "no measure is named 'x'; known: influence, standing"
    assert str(none) == "no subject is named 'x'; known: none yet"


def test_a_fault_in_a_file_is_told_with_its_place() -> None:
    assert str(InputError.at("posts.csv", "holds nobody")) == "'posts.csv': holds nobody"
    assert str(InputError.at("posts.csv", "no date", 118)) == "'posts.csv' 118: no date"


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    assert str(UnknownNameError.of("person", "{kind}{0}", ["{name}"])) == (
        "no person is named '{kind}{0}'; known: {name}"
    )


@pytest.mark.parametrize(
    ("error", "told"), [(UsageError(say("{n} is too few", n=3)), "3 is too few"), (LuminaryError(), "")]
)
def test_an_error_gives_its_message_also_after_a_journey(error: LuminaryError, told: str) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert again.message == error.message == told
    assert isinstance(again.message, Message) == isinstance(error.message, Message)


def test_every_kind_that_can_be_asked_for_can_be_translated() -> None:
    asked = {
        node.args[0].value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) == "UnknownNameError.of"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked - KINDS.keys() == set()
