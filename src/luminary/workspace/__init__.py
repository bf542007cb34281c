"""The verbs: what a user can do with a workspace, grouped by stage.

Tables in and out: none of its own. `Workspace.open(path)` gives one group of verbs a question: `collect`,
`fetch`, `people`, `identity`, `leaders`, `law`, `personal` and others (`Workspace` lists them); the command
line and the web app call these and nothing else. This room alone decides the order of work.

Examples
--------
>>> from tempfile import mkdtemp
>>> from luminary import Workspace
>>> with Workspace.open(mkdtemp(), create=True) as workspace:
...     workspace.purpose.profile
'evaluation'
"""

from luminary.workspace.question import Question
from luminary.workspace.workspace import Workspace

__all__ = ["Question", "Workspace"]
