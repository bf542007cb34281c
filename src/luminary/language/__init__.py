"""What language is a text in, and which words does it hold?

Pure: texts in, words out; nothing is read or kept. Six languages are known: Swedish (sv), Norwegian Bokmål
(nb) and Nynorsk (nn), Danish (da), Finnish (fi) and English (en); whatever else is ``und``, undetermined.

``codes``    the six languages
``clean``    what is left of a text without addresses, mentions and code
``detect``   the language of each text, with a certainty; the caller may say what its author usually writes
``words``    words and hashtags of a text, and their dictionary forms (lemmas)
``needles``  what to look for so that a word finds its other forms, a phrase, a hashtag or a beginning
``columns``  the same for whole columns of texts, as Arrow, for other processes to compute

Method: py3langid (a naive Bayes model over byte sequences) and simplemma (dictionaries and rules). Both are
loaded when first used. Measured on the tables in ``tests/language``; `lemmas` says where it fails.

References
----------
M. Lui and T. Baldwin (2012), "langid.py: an off-the-shelf language identification tool", ACL System
Demonstrations, 25-30. A. Barbaresi (2021-), simplemma, doi:10.5281/zenodo.4673264.
"""

from luminary.language.codes import LANGUAGES, UNDETERMINED
from luminary.language.columns import word_columns
from luminary.language.detect import Detection, Prior, detect_languages
from luminary.language.needles import Needle, check_word, needles
from luminary.language.words import lemmas, words

__all__ = [
    "LANGUAGES",
    "UNDETERMINED",
    "Detection",
    "Needle",
    "Prior",
    "check_word",
    "detect_languages",
    "lemmas",
    "needles",
    "word_columns",
    "words",
]
