"""What holds for all tests."""

from hypothesis import settings

# A kernel is compiled when first used, and machines differ: time is for benchmarks to judge.
settings.register_profile("luminary", deadline=None)
settings.load_profile("luminary")
