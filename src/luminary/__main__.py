"""``python -m luminary`` is the command line."""

from luminary.cli import main

main()
