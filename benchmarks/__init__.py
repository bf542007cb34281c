"""Measures Luminary against its limits and peers. Run with ``make bench``; needs ``../shared/data``.

No figure here is a test: a test asserts no time. `README.md` beside this file says what each figure means
and what it was last time.
"""
