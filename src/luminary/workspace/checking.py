"""What the law asks of a post, with the workspace's own products and profile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from luminary.errors import UnknownNameError, UsageError
from luminary.i18n import Listing, say
from luminary.law import Checker, Pack, Post, Verdict
from luminary.law.campaign import PROFILES, Campaign, CampaignCheck, check_campaign
from luminary.law.countries import country_of
from luminary.law.guideline import Guideline, guideline
from luminary.law.post import PRODUCTS
from luminary.privacy import switches_of
from luminary.report.text import clean

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

MEDICINES = ("rx", "otc", "vaccine")
"""Classes of products that adverse events are looked for."""
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one's own.

    Attributes
    ----------
    kind : str
        rx, otc, vaccine, device, food, food_supplement, cosmetic, cosmetic_procedure or other.
    also : tuple of str
        Other names under which people speak of it.
    """

    name: str
    kind: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names it goes by."""
        return (self.name, *self.also)


class Checking:
    """Posts and drafts against the rule packs."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def check(self, post: Post | Mapping[str, Any], *, today: date | None = None) -> Verdict:
        """Judge a post or a draft; nothing of it is kept.

        Raises
        ------
        InputError
            When a field cannot be used.
        UnknownNameError
            When there is no pack for the country.
        """
        return self.checker(today).check(post)

    def checker(self, today: date | None = None) -> Checker:
        """Give a checker that knows the workspace's products and profile."""
        named = {name: one.kind for one in self.products() for name in one.names}
        pharma = switches_of(self._workspace.purpose.profile).screens_adverse_events
        return Checker(products=named, pharma=pharma, today=today)

    def packs(self) -> list[Pack]:
        """List the rule packs by country."""
        return list(Checker().packs.values())

    def pack(self, country: str) -> Pack:
        """Give the pack of a country.

        Raises
        ------
        UnknownNameError
            When there is none; it says which there are.
        """
        return Checker().pack(country)

    @property
    def profile(self) -> str:
        """The profile of the workspace, as the rules know it."""
        profile = self._workspace.purpose.profile
        return profile if profile in PROFILES else "company"

    def usual_country(self, language: str) -> str:
        """Give the country whose rules a reader of a language most likely needs."""
        return country_of(language) or "UK"

    def guideline(
        self,
        audience: str,
        country: str | None = None,
        *,
        organisation: str,
        contact: str,
        language: str = "en",
    ) -> Guideline:
        """Write the page of rules of thumb for employees or partners.

        Raises
        ------
        UnknownNameError
            When there is no such audience, language or country.
        UsageError
            When organisation or contact is empty.
        """
        return guideline(
            audience,
            country or self.usual_country(language),
            organisation=organisation,
            contact=contact,
            language=language,
            profile=self.profile,
            checker=self.checker(),
        )

    def check_campaign(self, campaign: Campaign) -> CampaignCheck:
        """Tell what must be in place before a campaign starts, what stops it, and why.

        Raises
        ------
        UnknownNameError
            When there is no pack for the country.
        """
        return check_campaign(campaign, profile=self.profile, checker=self.checker())

    def products(self) -> list[Product]:
        """List the products of one's own."""
        rows = self._workspace.ledger.rows("products")
        return [Product(row["name"], row["kind"], tuple(json.loads(row["also"]))) for row in rows]

    def add_product(self, product: Product) -> None:
        """Know a product from now on; one of the same name is replaced.

        Raises
        ------
        UsageError
            When the class is not known, or a name is empty or long.
        """
        if product.kind not in PRODUCTS or product.kind == "none":
            known = Listing([one for one in PRODUCTS if one != "none"], ", ")
            raise UsageError(
                say("class '{kind}' is not known; known: {known}", kind=product.kind, known=known)
            )
        names = [clean(one).strip() for one in product.names]
        for one in names:
            if not any(map(str.isalnum, one)) or len(one) > _LONGEST:
                raise UsageError(say("'{name}' is no name of a product; give up to 100 letters", name=one))
        work = self._workspace
        also = json.dumps(names[1:], ensure_ascii=False)
        with work.ledger.together():
            work.ledger.put(
                "products", name=names[0], kind=product.kind, also=also, added_by=work.actor,
                at=work.ledger.now(),
            )  # fmt: skip
            work.audit.record("product.add", names[0], kind=product.kind, also=names[1:])

    def remove_product(self, name: str) -> None:
        """Forget a product; cases that were found stay.

        Raises
        ------
        UnknownNameError
            When there is none of that name.
        """
        work = self._workspace
        with work.ledger.together():
            if not work.ledger.remove("products", name=name):
                raise UnknownNameError.of("product", name, [one.name for one in self.products()])
            work.audit.record("product.remove", name)
