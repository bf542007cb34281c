"""What does the management need to see, and what stands behind it?

Tables in: none; a report is made of a `ReportInput`, frozen figures that the workspace gathers.
Tables out: none; one self-contained page, `report.html`.

Method: Jinja2 templates in ``templates/`` with escaping always on; style sheet and pictures (SVG) stand in
the page; no script, no request to anywhere, and a content security policy that would refuse both. The first
section is a page for managers (who, why, how sure, the back-test, who is loud but not answered) and prints on
one sheet of A4; everything else opens behind it.

``layout``   where each person stands in the network picture (Fruchterman-Reingold)
``words``    a figure in plain words: why somebody is listed, and what speaks against relying on it
"""

from luminary.report.backtest import backtest_picture
from luminary.report.inputs import (
    BacktestPicture,
    Edge,
    Held,
    ImportLine,
    Loud,
    MeasureLine,
    NetworkPicture,
    Node,
    RejectReason,
    ReportInput,
    TruthRow,
)
from luminary.report.layout import Dot, lay_out
from luminary.report.page import render_report, write_report

__all__ = [
    "BacktestPicture",
    "Dot",
    "Edge",
    "Held",
    "ImportLine",
    "Loud",
    "MeasureLine",
    "NetworkPicture",
    "Node",
    "RejectReason",
    "ReportInput",
    "TruthRow",
    "backtest_picture",
    "lay_out",
    "render_report",
    "write_report",
]
