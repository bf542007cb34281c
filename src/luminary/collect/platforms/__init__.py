"""One folder per platform. Each lists its `FORMATS`; a new folder is found by itself."""
