"""The suite; its helpers are imported as `tests.<module>`."""
