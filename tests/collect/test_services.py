"""Service accounts told by name."""

import pytest

from luminary.collect.services import looks_like_service


@pytest.mark.parametrize(
    "name",
    [
        "Notification Bot",
        "Welcome Bot",
        "port progress bot (jmc)",
        "release-bot",
        "merge[bot]",
        "ReleaseBot",
        "system",
        "Discobot",
        "slackbot",
        "Solveigs bot",
        "ROBOT",
    ],
)
def test_names_that_services_carry_are_recognised(name):
    assert looks_like_service(name)


@pytest.mark.parametrize(
    "name",
    [
        "Astrid Abbott",
        "Jens Talbot",
        "Kari Botten",
        "Botvid Ek",
        "Ingrid Solheim",
        "Systema Lind",
        "",
        None,
        "Bo",
    ],
)
def test_people_are_not_taken_for_services(name):
    assert not looks_like_service(name, name and name.lower().replace(" ", "."))


def test_the_handle_alone_is_enough():
    assert looks_like_service("Varsel", "varsel-bot")
    assert not looks_like_service("Varsel", "vtalbot")
