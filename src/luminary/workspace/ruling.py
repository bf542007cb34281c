"""The law at work: guidelines to hand out, and what must be in place before a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminary.law import Checker
from luminary.law.campaign import Campaign, CampaignCheck, check_campaign
from luminary.law.guideline import Guideline, guideline

if TYPE_CHECKING:
    from luminary.workspace.workspace import Workspace

_COUNTRIES = {"sv": "SE", "nb": "NO", "da": "DK", "fi": "FI", "en": "UK"}


class Ruling:
    """Rule packs, asked in the name of this workspace: its profile decides what is added."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def profile(self) -> str:
        """The profile of the workspace, as the rules know it."""
        profile = self._workspace.purpose.profile
        return profile if profile in ("company", "pharma", "authority", "employer") else "company"

    def usual_country(self, language: str) -> str:
        """Give the country whose rules a reader of a language most likely needs."""
        return _COUNTRIES.get(language, "UK")

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
        where = country or self.usual_country(language)
        return guideline(
            audience,
            where,
            organisation=organisation,
            contact=contact,
            language=language,
            profile=self.profile,
        )

    def check_campaign(self, campaign: Campaign) -> CampaignCheck:
        """Tell what must be in place before a campaign starts, what stops it, and why.

        Raises
        ------
        UnknownNameError
            When there is no pack for the country.
        """
        pharma = self.profile == "pharma"
        return check_campaign(campaign, profile=self.profile, checker=Checker(pharma=pharma))
