"""Tables of long jobs."""

from luminary.store.tables.declare import Home, Keep, Table, moment, text, whole, yes_no

JOBS = Table(
    "jobs",
    Home.LEDGER,
    "work that takes longer than a page may wait: who asked for it, how far it is, what came of it",
    (
        text("job", "key", required=True),
        text("kind", "what is done: import, board, network, backtest, evaluate, report, ...", required=True),
        text("params", "what it is asked for, as JSON", person=True, required=True),
        text("same", "hash of kind and params: while one waits or runs, another like it is not made"),
        text("state", "waiting, running, done, failed or cancelled", required=True),
        text("asked_by", "who asked for it", required=True),
        moment("asked", "when", required=True),
        moment("started", "when a worker last began it"),
        moment("ended", "when it ended"),
        text("worker", "which worker has it"),
        moment("beat", "last sign of life of the worker; a running job without one is taken over"),
        whole("tries", "how often it was begun"),
        whole("done", "how much is done, in the kind's own unit"),
        whole("total", "how much there is"),
        yes_no("cancel", "whether somebody asked to cancel it"),
        text("result", "what came of it, as JSON", person=True),
        text("error", "why it failed", person=True),
    ),
    Keep(90, "ended", "so that what happened can be looked up"),
    key=("job",),
)

TABLES = (JOBS,)
