"""Groups of the JSON API, under ``/api/v1``: one module each, with its `router`."""
