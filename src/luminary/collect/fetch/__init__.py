"""What do sources say now? Feeds, platforms and forums asked live, at their own pace.

Tables in: `sources` (ledger): what is to be fetched, and where the last run ended.
Tables out: `sources`, `fetches`, `fetch_troubles` (ledger); everything that was fetched lands through
`luminary.collect.Importer`, like a file.

``port``      what a connector says, is given, and gives
``registry``  which connectors there are
"""
