"""The loops of `rotascope.kernels.turns` as machine code, for thousands of paths. Import this inside functions only."""

from __future__ import annotations

from numba import njit

from rotascope.kernels import turns

_compiled = njit(nogil=True, cache=True, error_model="numpy")

first_turn = _compiled(turns.first_turn)
later_turns = _compiled(turns.later_turns)
