"""In which words does the product speak? English in the code, and the reader's language on the way out.

Tables in and out: none. A sentence made anywhere in the house is a `Message`: an English text that remembers
its template and its values, so that whoever shows it can say it in Swedish, Bokmål, Danish or Finnish. The
command line shows it as it is; the web app and the reports `translate` it.

``message``   sentences that remember what they were made of
``values``    values in them that every language writes in its own way: listings, shares, rounded figures
``catalogs``  the translations, in ``locales/LANGUAGE.po``, as gettext keeps them
``formats``   numbers, days, moments, spans of time and sizes, as each language writes them
``sorting``   the order of names in each language
"""

from luminary.i18n.catalogs import LANGUAGES, catalog, translate
from luminary.i18n.message import Message, say, say_count, together
from luminary.i18n.sorting import sort_key
from luminary.i18n.values import Listing, Rounded, Share

__all__ = [
    "LANGUAGES",
    "Listing",
    "Message",
    "Rounded",
    "Share",
    "catalog",
    "say",
    "say_count",
    "sort_key",
    "together",
    "translate",
]
