"""The nouns that every room shares: frozen, without behaviour beyond showing themselves.

``estimate``  a figure with its uncertainty, and the evidence behind it
``records``   what an importer hands on: posts, references, accounts, places, figures, ties, visits
``keys``      how a person, an account, a post and a place are named
``people``    tiers, levels, kinds of account and person
``subject``   what people talk about
"""

from luminary.domain.estimate import Estimate, Evidence
from luminary.domain.keys import AccountKey, account_key, key_strength, place_key, post_key
from luminary.domain.people import Access, Kind, Level
from luminary.domain.records import (
    Account,
    AccountLink,
    Metric,
    Place,
    Post,
    Record,
    Reference,
    ReferenceKind,
    Tie,
    Visit,
)
from luminary.domain.subject import Subject

__all__ = [
    "Access",
    "Account",
    "AccountKey",
    "AccountLink",
    "Estimate",
    "Evidence",
    "Kind",
    "Level",
    "Metric",
    "Place",
    "Post",
    "Record",
    "Reference",
    "ReferenceKind",
    "Subject",
    "Tie",
    "Visit",
    "account_key",
    "key_strength",
    "place_key",
    "post_key",
]
