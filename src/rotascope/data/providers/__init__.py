"""Services outside: one module each, and no network anywhere else but in `fetch`."""
