"""What a back-test counts, written for the reader."""

from luminary.network import KINDS


def naive_people_acting(talk, start, end, weights):
    """Count, for each person, who acted on her, each with the strongest thing he did."""
    counts = [0.0] * talk.size
    for person in range(talk.size):
        strongest = {}
        for source, target, kind, at in zip(
            talk.acts.source, talk.acts.target, talk.acts.kind, talk.acts.at, strict=True
        ):
            if target == person and start <= at < end:
                strongest[source] = max(strongest.get(source, 0.0), weights[KINDS[kind]])
        counts[person] = sum(strongest.values())
    return counts


def naive_found(ranked, everybody, top):
    """Count those acted on as much as the last one looked for, among as many first places."""
    most = min(top, sum(value > 0 for value in everybody))
    least = sorted(everybody, reverse=True)[most - 1]
    return sum(value >= least for value in ranked[:most])
