"""Small drawings of tables, written at once: a page holds hundreds of them."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from luminary.report.charts import Bar, Spark

_TALL = 28


def interval(bar: Bar, told: str) -> Markup:
    """Draw a figure with its interval on a common scale; `told` says it in words."""
    range_ = "" if bar.low is None else (
        f'<rect class="range" x="{bar.low}" width="{max(bar.width, 0.6)}" y="5" height="10" '
        'vector-effect="non-scaling-stroke"/>'
    )  # fmt: skip
    return Markup(  # noqa: S704  numbers of ours, and words that are escaped
        '<svg class="draw bar" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(told)}">'
        '<line class="mark" x1="0" x2="100" y1="10" y2="10" vector-effect="non-scaling-stroke"/>'
        f'{range_}<rect class="reach" x="{max(bar.value - 0.5, 0)}" width="1" y="1" height="18"/></svg>'
    )


@lru_cache(4_096)
def sparkline(spark: Spark, told: str) -> Markup:
    """Draw response by month, oldest first: known months as one shape, unknown ones as empty boxes."""
    known = "".join(
        f"M{one.x:g} {_TALL}v-{one.height:g}h{one.width:g}v{one.height:g}z"
        for one in spark.columns
        if one.known
    )
    unknown = "".join(
        f"M{one.x:g} {_TALL}v-{one.height:g}h{one.width:g}v{one.height:g}z"
        for one in spark.columns
        if not one.known
    )
    return Markup(  # noqa: S704  numbers of ours, and words that are escaped
        f'<svg class="draw spark" viewBox="0 0 {spark.width:g} {_TALL}" role="img" '
        f'aria-label="{escape(told)}">'
        f'<path class="column" d="{known}"/>'
        + (f'<path class="unknown" d="{unknown}"/>' if unknown else "")
        + "</svg>"
    )
