"""The command line: parse, one call of the workspace, show.

Tables in and out: none. Rows go to stdout in the format asked for; messages, notes and progress go to stderr.

``app``       the commands put together, global options, what happens when something fails
``options``   options that several commands share
``rows``      rows as JSON, CSV or Parquet; ``table`` for the eye, by ``columns``
``records``   results as plain records
``progress``  bars for work that takes longer than a moment
``summary``   the one screen after the demo

and one module per group of commands. No heavy library is loaded before a command needs it.
"""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line on the arguments of this process."""
    from luminary.cli.app import app, prepare_streams

    prepare_streams()
    app(prog_name="luminary")
