"""Who is really listened to, how sure is that, and does the ranking deserve belief?

Tables in: `posts`, `refs`, `metrics`, `ties`, `places`, `identities`, `people`, `interactions`, `decisions`.
Tables out: `boards`; everything else is computed when asked for.

``talk``      the conversation as arrays; a ranking of the past cannot see what came later
``measure``   what a measure is, and the registry; ``measures`` one module per method
``weights``   how much one act counts
``scope``     what counts; ``rank`` the order and the places its intervals allow
``board``     a ranking as columns; ``fill`` makes it, ``shelf`` keeps it, ``view`` cuts pages from it
``present``   names, accounts, evidence; ``peers`` where a person stands among comparable people
``tiers``     size of the followership; ``levels`` nearness to the audience, person or organisation
``backtest``  ranking on the past against who was acted on next; ``evaluate`` against a list the user trusts

Method: influence is what others do in response. Two headline measures answer two questions: `influence`
(how many distinct people will act on this person next month?) and `standing` (how firmly is this person
recognised over time by independent others?). Everything else stands beside them.

References: those of each measure in its own module.
"""

from luminary.leaders.backtest import BacktestResult, backtest
from luminary.leaders.board import Board, Choice, Head, check_kind
from luminary.leaders.evaluate import EvaluateResult, evaluate
from luminary.leaders.fill import answers, fill_board
from luminary.leaders.leader import AccountLabel, Leader, Ranking, Suggestion
from luminary.leaders.measure import Measure, Scores, measures_in_order
from luminary.leaders.measure import measure as measure_named
from luminary.leaders.measure import measures as all_measures
from luminary.leaders.names import read_known, read_people
from luminary.leaders.peers import Peers, peers_of
from luminary.leaders.present import Labels, Presenter, read_labels
from luminary.leaders.rank import Order, order_by, taking_part
from luminary.leaders.scope import Scope
from luminary.leaders.shelf import keep_board, load_board
from luminary.leaders.talk import MONTH, Talk, load_talk
from luminary.leaders.tiers import DEFAULT_PRESET, PRESETS, preset_named
from luminary.leaders.view import Page, View, cut_page

__all__ = [
    "DEFAULT_PRESET",
    "MONTH",
    "PRESETS",
    "AccountLabel",
    "BacktestResult",
    "Board",
    "Choice",
    "EvaluateResult",
    "Head",
    "Labels",
    "Leader",
    "Measure",
    "Order",
    "Page",
    "Peers",
    "Presenter",
    "Ranking",
    "Scope",
    "Scores",
    "Suggestion",
    "Talk",
    "View",
    "all_measures",
    "answers",
    "backtest",
    "check_kind",
    "cut_page",
    "evaluate",
    "fill_board",
    "keep_board",
    "load_board",
    "load_talk",
    "measure_named",
    "measures_in_order",
    "order_by",
    "peers_of",
    "preset_named",
    "read_known",
    "read_labels",
    "read_people",
    "taking_part",
]
