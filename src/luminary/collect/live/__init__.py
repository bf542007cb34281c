"""How does a live source come in? One run: bodies kept one by one, landed like a file, then the cursor moves.

Tables in: `sources` (ledger): what is to be fetched, and where the last run ended.
Tables out: `sources`, `fetches`, `fetched`, `fetch_troubles` (ledger); everything that was fetched lands
through `luminary.collect.Importer`.

``registry``  which connectors there are
``harvest``   bodies on their way into the lake
``run``       one run from beginning to end
"""
