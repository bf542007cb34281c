"""What do people talk about, and where?

Tables in: `posts`, `places`, `interactions`, `subjects`; for a conversation `refs`, `metrics`, `identities`.
Tables out: `post_words`, `subjects`; in the engine, for one question, `subject_posts`.

``words``     language and lemmas of every post, computed once when first needed, and kept
``subjects``  subjects as the user defines them, and the posts and interactions that belong to them
``conversation``  a post with what was said before and after it

Method: a subject is words, phrases, hashtags and places; words are compared in their dictionary forms in the
post's own language (`luminary.language`), so that "vården" finds "vård". A subject that is only places needs
no words to be computed.
"""

from luminary.listening.conversation import Around, Said, around
from luminary.listening.subjects import (
    add_subject,
    interactions_of_subject,
    list_subjects,
    posts_of_subject,
    remove_subject,
    subject_named,
)
from luminary.listening.words import fill_post_words

__all__ = [
    "Around",
    "Said",
    "add_subject",
    "around",
    "fill_post_words",
    "interactions_of_subject",
    "list_subjects",
    "posts_of_subject",
    "remove_subject",
    "subject_named",
]
