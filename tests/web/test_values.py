"""What a sentence on a page holds is written as the reader's language writes it."""

import pytest

from luminary.domain import Estimate
from luminary.i18n import say, say_count
from luminary.web.render import environment


def _said(template: str, language: str, **values: object) -> str:
    shown = environment(language).from_string(template).render(**values)
    return shown.replace("\N{NO-BREAK SPACE}", " ")


def test_a_message_inside_a_sentence_is_said_in_the_same_language() -> None:
    inner = say_count("{n} person", "{n} people", 1200)
    assert _said("{{ _('%(what)s of', what=inner) }}", "sv", inner=inner) == "1 200 personer of"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "1,200 posts"), ("sv", "1 200 inlägg"), ("da", "1.200 indlæg")]
)
def test_numbers_in_a_sentence_have_their_thousands_apart(language: str, told: str) -> None:
    assert _said("{{ ngettext('%(num)s post', '%(num)s posts', n) }}", language, n=1200) == told


def test_a_text_inside_a_sentence_is_escaped_and_never_a_template() -> None:
    said = _said("{{ _('Comment on %(name)s', name=name) }}", "sv", name="<b>%(name)s {name}</b>")
    assert said == "Kommentera &lt;b&gt;%(name)s {name}&lt;/b&gt;"


def test_a_figure_with_its_interval_has_the_comma_of_the_language() -> None:
    estimate = Estimate(1.26, 0.5, 4.25, 12, say("people a month"), say("method"))
    assert (
        _said("{{ one.told() }} {{ one.unit }}", "fi", one=estimate) == "1,3 [0,50–4,2] ihmistä kuukaudessa"
    )
    assert _said("{{ one.told() }}", "en", one=estimate) == "1.3 [0.50-4.2]"
