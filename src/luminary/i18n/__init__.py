"""In which words does the product speak? English in the code, and the reader's language on the way out.

Tables in and out: none. A sentence made anywhere in the house is a `Message`: an English text that remembers
its template and its values, so that whoever shows it can say it in Swedish, Bokmål, Danish or Finnish. The
command line shows it as it is; the web app and the reports `translate` it.

``message``  sentences that remember what they were made of
``catalog``  the translations, in ``locales/LANGUAGE.po``, as gettext keeps them
"""

from luminary.i18n.catalog import LANGUAGES, catalog, translate
from luminary.i18n.message import Message, say, say_count

__all__ = ["LANGUAGES", "Message", "catalog", "say", "say_count", "translate"]
