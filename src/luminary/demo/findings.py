"""Did the product find what was planted? One row per truth, honest where it did not or does not look yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from luminary.demo.truth import Plant, Truth
from luminary.demo.world import World
from luminary.domain import Kind
from luminary.leaders import Leader, Ranking
from luminary.report import TruthRow
from luminary.workspace.sighting import Openness, Sighting

FIRST = 10
"""Places looked at for a planted leader."""
_LATER = "this version does not look for it yet"
_NOT_YET = ("inauthentic_response", "copy_ring", "campaign")
_HEADLINE = "influence"


@dataclass(frozen=True, slots=True)
class Loud:
    """Somebody who writes much and is hardly acted on: posts, and distinct people who acted on them."""

    name: str
    posts: int
    people: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What Luminary says about the world.

    Attributes
    ----------
    everybody : Ranking
        Over everything, all kinds.
    by_subject : mapping of str to Ranking
        Key of a subject to its ranking.
    person : callable
        Gives the person of an account's key.
    services : frozenset of str
        Persons that count as automated services.
    rows : tuple of int, int
        Rows that were repeated, and rejected, on import.
    asked : frozenset
        Pairs of persons that the user is asked about: may they be one?
    collaborations : mapping of str to Sighting
        Key of a post that names a brand or tells of a collaboration, to what is told of it.
    """

    everybody: Ranking
    by_subject: Mapping[str, Ranking]
    person: Callable[[str], str]
    services: frozenset[str]
    rows: tuple[int, int]
    asked: frozenset[frozenset[str]]
    collaborations: Mapping[str, Sighting]

    def ranking(self, subject: str | None = None) -> Ranking:
        """Give the ranking on a subject, or over everything."""
        return self.everybody if subject is None else self.by_subject[subject]

    def order(self, measure: str, subject: str | None = None) -> list[str]:
        """List persons by a measure, best first; those without a figure are left out."""
        leaders = self.ranking(subject).leaders
        values = {one.person: figure(one, measure) for one in leaders}
        found = [(-value, person) for person, value in values.items() if value is not None]
        return [person for _, person in sorted(found)]

    def first(self, measure: str, places: int, subject: str | None = None) -> list[str]:
        """List the persons in the first places of a measure."""
        return self.order(measure, subject)[:places]

    def place(self, account: str, measure: str, subject: str | None = None) -> int | None:
        """Give the place of an account's person by a measure; None where it has none."""
        order, person = self.order(measure, subject), self.person(account)
        return order.index(person) + 1 if person in order else None

    def leader(self, account: str) -> Leader | None:
        """Give the leader of an account over everything."""
        person = self.person(account)
        return next((one for one in self.everybody.leaders if one.person == person), None)


def figure(leader: Leader, measure: str) -> float | None:
    """Give a figure of a leader; None where there is none."""
    found = leader.measures.get(measure)
    return None if found is None else found.value


def loudest(ranking: Ranking) -> Loud | None:
    """Find who writes at least ten times as much as people act on it; None when nobody does."""
    found = []
    for one in ranking.leaders:
        posts, people = figure(one, "volume"), figure(one, "responders")
        if posts and people is not None and posts >= 10 * max(people, 1):
            found.append(Loud(one.name, round(posts), round(people)))
    return max(found, key=lambda loud: (loud.posts, loud.name), default=None)


def compare(truth: Truth, world: World, seen: Seen) -> tuple[TruthRow, ...]:
    """Compare every planted truth with what Luminary says."""
    leaders = [_leaders(truth, seen, one.key, one.names["en"]) for one in truth.subjects]
    singles: Sequence[tuple[str, Callable[[Plant, Seen], TruthRow]]] = (
        ("loud", _loud),
        ("celebrity", _celebrity),
        ("rising", _rising),
        ("bridge", _bridge),
        ("fatigue", _fatigue),
        ("organisation", _organisation),
        ("service", _service),
        ("two_accounts", _two_accounts),
        ("namesakes", _namesakes),
        ("advertisement", _advertisement),
        ("advertisement_labelled", _advertisement),
        ("own_use", _advertisement),
    )
    found = [compared(plant, seen) for kind, compared in singles for plant in truth.of(kind)[:1]]
    later = [
        TruthRow(_words(one.kind), one.note, _LATER, None) for kind in _NOT_YET for one in truth.of(kind)
    ]
    return (*leaders, *found, _rows(world, seen), *later)


def _leaders(truth: Truth, seen: Seen, subject: str, name: str) -> TruthRow:
    plants = truth.of("leader", subject)
    places = [seen.place(plant.accounts[0], _HEADLINE, subject) for plant in plants]
    among = sum(place is not None and place <= FIRST for place in places)
    shown = ", ".join("-" if place is None else str(place) for place in places)
    return TruthRow(
        f"leaders on {name}",
        f"{len(plants)} people, the first strongest",
        f"{among} of {len(plants)} among the first {FIRST} by influence (places {shown})",
        among >= len(plants) - 1,
    )


def _loud(plant: Plant, seen: Seen) -> TruthRow:
    loud, influence = (seen.place(plant.accounts[0], one) for one in ("volume", _HEADLINE))
    return TruthRow(
        "loud, not answered",
        f"{plant.people[0]} writes most",
        f"place {_told(loud)} by posts, {_told(influence)} by influence",
        influence is None or influence > FIRST,
    )


def _celebrity(plant: Plant, seen: Seen) -> TruthRow:
    followers = seen.place(plant.accounts[0], "followers")
    inside = [seen.place(plant.accounts[0], _HEADLINE, subject) for subject in seen.by_subject]
    best = min((place for place in inside if place is not None), default=None)
    return TruthRow(
        "celebrity outside the subjects",
        f"{plant.people[0]}, {plant.value:,.0f} followers",
        f"place {_told(followers)} by followers, best place on a subject {_told(best)}",
        best is None or best > FIRST,
    )


def _rising(plant: Plant, seen: Seen) -> TruthRow:
    place = seen.place(plant.accounts[0], "rising", plant.subject)
    return TruthRow(
        "rising person",
        f"{plant.people[0]}, from {plant.start}",
        f"place {_told(place)} by rising on the subject",
        place is not None and place <= FIRST,
    )


def _bridge(plant: Plant, seen: Seen) -> TruthRow:
    planted = f"{plant.people[0]}, at home in two communities"
    if "bridge" not in seen.everybody.leaders[0].measures:
        return TruthRow("bridge", planted, _LATER, None)
    place = seen.place(plant.accounts[0], "bridge")
    return TruthRow(
        "bridge", planted, f"place {_told(place)} by bridge", place is not None and place <= FIRST
    )


def _fatigue(plant: Plant, seen: Seen) -> TruthRow:
    planted = f"{plant.people[0]}, response per post falls as posts grow"
    found = seen.leader(plant.accounts[0])
    value = None if found is None else figure(found, "fatigue")
    if value is None:
        return TruthRow("fatigue", planted, "not enough to say", None)
    estimate = found.measures["fatigue"] if found else None
    shown = "" if estimate is None else f"{estimate.text()} {estimate.unit}"
    return TruthRow(
        "fatigue", planted, f"{shown}; place {_told(seen.place(plant.accounts[0], 'fatigue'))}", None
    )


def _organisation(plant: Plant, seen: Seen) -> TruthRow:
    found = seen.leader(plant.accounts[0])
    kind = "nobody" if found is None else found.kind.value
    return TruthRow(
        "organisation", f"{plant.people[0]} is no person", f"taken for: {kind}", kind == Kind.ORGANISATION
    )


def _service(plant: Plant, seen: Seen) -> TruthRow:
    left_out = seen.person(plant.accounts[0]) in seen.services
    said = "left out of rankings" if left_out else "ranked like a person"
    return TruthRow("service account", f"{plant.people[0]} is automated", said, left_out)


def _two_accounts(plant: Plant, seen: Seen) -> TruthRow:
    persons = frozenset(seen.person(account) for account in plant.accounts)
    said = "one person" if len(persons) == 1 else "asked about" if persons in seen.asked else "kept apart"
    return TruthRow("two accounts of one person", plant.people[0], said, said != "kept apart")


def _namesakes(plant: Plant, seen: Seen) -> TruthRow:
    persons = frozenset(seen.person(account) for account in plant.accounts)
    apart = len(persons) == len(plant.accounts)
    said = "kept apart, and asked about" if apart and persons in seen.asked else "kept apart"
    return TruthRow("namesakes", f"two people called {plant.people[0]}", said if apart else "joined", apart)


_OPENNESS = {
    "advertisement": ("advertisement without a label", Openness.SUSPECTED),
    "advertisement_labelled": ("labelled advertisement", Openness.DISCLOSED),
    "own_use": ("praise by a customer", Openness.OWN_INITIATIVE),
}


def _advertisement(plant: Plant, seen: Seen) -> TruthRow:
    what, expected = _OPENNESS[plant.kind]
    found = seen.collaborations.get(plant.posts[0])
    said = "nothing was seen" if found is None else f"{found.openness.replace('_', ' ')}: {found.why}"
    verdict = f" ({found.judged.country}: {found.judged.verdict})" if found and found.judged else ""
    right = found is not None and found.openness is expected
    return TruthRow(what, f"one post by {plant.people[0]}", said + verdict, right)


def _rows(world: World, seen: Seen) -> TruthRow:
    planted = sum(one.repeated for one in world.exports), sum(one.unusable for one in world.exports)
    return TruthRow(
        "rows that repeat or cannot be used",
        f"{planted[0]} and {planted[1]}",
        f"{seen.rows[0]} and {seen.rows[1]}",
        planted == seen.rows,
    )


def _told(place: int | None) -> str:
    return "none" if place is None else str(place)


def _words(kind: str) -> str:
    return kind.replace("_", " ")
