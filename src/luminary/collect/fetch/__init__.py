"""How are live sources asked? At their own pace, at public addresses, and without giving anything away.

Tables in and out: none; `luminary.collect.live` keeps what comes.

``port``      what a connector says, is given, and gives
``client``    the one way in which connectors reach a server
``guard``     which addresses may be asked
``wire``      one request and its answer, within limits
``pacing``    how often a host is asked, and how long to wait
``robots``    what robots.txt allows
``extra``     libraries that an installation may lack
``secrets``   found in the environment or the keyring, and written nowhere
"""
