"""Choose pairs in the plainest way: try each in turn, and look at everybody it would bring together."""

from __future__ import annotations


def assign(candidates, scope_of, joined=(), apart=(), fitting=()):
    """Give the set of pairs that are taken."""
    people = []
    known = {frozenset((one.one, one.other)) for one in candidates}
    known |= {frozenset(pair) for pair in (*joined, *fitting)}
    forbidden = {frozenset(pair) for pair in apart}

    def of(key):
        for one in people:
            if key in one:
                return one
        people.append({key})
        return people[-1]

    def join(a, b):
        if of(a) is not of(b):
            both = of(a) | of(b)
            people[:] = [one for one in people if not one & both] + [both]

    for a, b in joined:
        join(a, b)
    taken = set()
    for one in sorted(candidates, key=lambda c: (not c.proof, -c.weight, c.one, c.other)):
        first, second = of(one.one), of(one.other)
        if first is not second:
            met = [frozenset((a, b)) for a in first for b in second]
            if any(pair in forbidden for pair in met):
                continue
            if not one.proof:
                once = {scope_of(key) for key in first}.isdisjoint({scope_of(key) for key in second})
                if not once or not all(pair in known for pair in met):
                    continue
        join(one.one, one.other)
        taken.add((one.one, one.other))
    return taken
