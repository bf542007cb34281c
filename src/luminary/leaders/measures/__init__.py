"""One module per method. Each lists its `MEASURES`; a new module is found by itself."""
