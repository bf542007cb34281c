"""``python -m benchmarks [NAME...]``: run all benchmarks, or those named."""

from __future__ import annotations

import sys

from benchmarks import (
    chat,
    disclosure,
    erase,
    finder,
    growth,
    identity,
    import_archive,
    ranking,
    startup,
    truths,
    web,
)

ALL = {
    "startup": startup.main,
    "import": import_archive.main,
    "growth": growth.main,
    "erase": erase.main,
    "ranking": ranking.main,
    "truths": truths.main,
    "chat": chat.main,
    "disclosure": disclosure.main,
    "finder": finder.main,
    "identity": identity.main,
    "web": web.main,
}


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all."""
    unknown = sorted(set(names) - set(ALL))
    if unknown:
        sys.exit(f"no benchmark is named {', '.join(unknown)}; known: {', '.join(ALL)}")
    for name in names or ALL:
        print(f"\n== {name}")
        ALL[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
