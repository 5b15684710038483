"""Builds the embedded vintage from the raw files: one module per table, each returning a `Table`."""
