"""The web app: pages and JSON over the same calls as the command line.

Tables in and out: none of its own. A handler asks a `Workspace` in the name of a visitor and shows the
answer; who may do what, long jobs, rankings and everything else that thinks lives below.

``app``       the application put together: pages and groups of the API are found by themselves
``visitor``   who asks, and the right that every route names
``pool``      workspaces, one for each request at work
``secure``    headers, content security policy, hosts, forgery
``render``    templates in the reader's language
``page``      what a page says about itself for the navigation
``serve``     the program behind `luminary web`

One module per page in ``pages``, one per group of the API in ``api``, templates and built assets beside them.
"""

__all__: list[str] = []
