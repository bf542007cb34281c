"""Pages: one module each, with its `router` and its entries of the navigation in `NAV`."""
