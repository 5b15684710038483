"""Each price measure again, in pandas: (raw, of, since, as_of, parameters) -> {path: value}.

Written from the definitions, in other ways than the package's: ranks by `rank`, runs by groups, standard
scores by `rolling`, slopes by least squares, baskets and spliced pairs by compounding returns.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from tests.reference.raw_files import Raw

GROUPS = {
    "sectors": ["XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY"],
    "seven": ["AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA"],
    "styles": ["IWM", "QQQ", "SPY", "RSP", "IWD", "IWF", "IWN", "IWO", "KRE", "XLI", "XLK"],
}
PAIRS = {"small/mega": "IWM/QQQ"}
SPLICE = "2000-05-26"  # the first session with a close of both IWM and SPY
Found = dict[str, Any]


def leg(raw: Raw, text: str, as_of: str) -> Any:
    """Level of a leg: closes, or for a basket the compounded weighted mean of its members' returns."""
    terms = [part.split("*") for part in text.split("+")]
    closes = pd.concat([raw.closes(term[-1])[:as_of] for term in terms], axis=1, join="inner")
    if len(terms) == 1:
        return closes.iloc[:, 0]
    weights = np.array([float(term[0]) if len(term) > 1 else 1.0 for term in terms])
    returns = closes.pct_change().fillna(0.0)
    return (1 + returns @ (weights / weights.sum())).cumprod()


def legs(raw: Raw, text: str, as_of: str) -> Any:
    """Levels of both legs on common sessions, columns a and b."""
    if text == "small/large":
        return _spliced(raw, as_of)
    sides = [leg(raw, side, as_of) for side in PAIRS.get(text, text).split("/")]
    return pd.concat(sides, axis=1, join="inner", keys=["a", "b"])


def _spliced(raw: Raw, as_of: str) -> Any:
    """Returns of the indices to the splice, that day's included, then those of the funds."""
    index = legs(raw, "RUT/SPX", as_of).pct_change()[:SPLICE].fillna(0.0)
    funds = legs(raw, "IWM/SPY", as_of).pct_change().iloc[1:] if as_of > SPLICE else index[:0]
    return (1 + pd.concat([index, funds])).cumprod()


def level_of(raw: Raw, text: str, as_of: str) -> Any:
    """One level to judge records by: a leg's own, or the ratio of a pair's."""
    if "/" not in text:
        return leg(raw, text, as_of)
    both = legs(raw, text, as_of)
    return both["a"] / both["b"]


def cut(frame: Any, since: str, window: str) -> Any:
    """The part of a frame that a window covers, its base first."""
    if since:
        return frame[frame.index.asof(pd.Timestamp(since)) :]
    if window == "all":
        return frame
    if window.isdigit():
        return frame.tail(int(window) + 1)
    periods = frame.index.to_period({"ytd": "Y", "qtd": "Q", "mtd": "M"}[window])
    return frame[int((periods < periods[-1]).sum()) - 1 :]


def gain(frame: Any) -> Any:
    """Return from the first row to the last."""
    return frame.iloc[-1] / frame.iloc[0] - 1


def period_return(raw: Raw, of: str, since: str, as_of: str, window: str = "ytd") -> Found:
    part = cut(leg(raw, of, as_of), since, window)
    return {"value": gain(part), "detail.from": part.index[0], "detail.sessions": len(part) - 1}


def active_return(raw: Raw, of: str, since: str, as_of: str, window: str = "ytd") -> Found:
    both = gain(cut(legs(raw, of, as_of), since, window))
    return {"value": both["a"] - both["b"], "detail.first": both["a"], "detail.second": both["b"]}


def annualised_return(raw: Raw, of: str, since: str, as_of: str, window: str = "252") -> Found:
    part = cut(leg(raw, of, as_of), since, window)
    return {"value": np.expm1(252 * np.log(part).diff().mean())}


def annualised_volatility(raw: Raw, of: str, since: str, as_of: str, window: str = "63") -> Found:
    part = cut(leg(raw, of, as_of), since, window)
    return {"value": part.pct_change().std() * np.sqrt(252)}


def drawdown(raw: Raw, of: str, since: str, as_of: str, window: str = "all") -> Found:
    part = cut(leg(raw, of, as_of), since, window)
    return {"value": (part / part.cummax() - 1).iloc[-1], "detail.peak": part.idxmax()}


def max_drawdown(raw: Raw, of: str, since: str, as_of: str, window: str = "all") -> Found:
    part = cut(leg(raw, of, as_of), since, window)
    falls = part / part.cummax() - 1
    trough = falls.idxmin()
    return {"value": falls.min(), "detail.trough": trough, "detail.peak": part[:trough].idxmax()}


def beta(raw: Raw, of: str, since: str, as_of: str, window: str = "252") -> Found:
    returns = cut(legs(raw, of, as_of), since, window).pct_change().dropna()
    design = np.column_stack([np.ones(len(returns)), returns["b"]])
    return {"value": np.linalg.lstsq(design, returns["a"].to_numpy(), rcond=None)[0][1]}


def opening_rank(raw: Raw, of: str, since: str, as_of: str, window: int | None = None) -> Found:
    levels = legs(raw, of, as_of) if "/" in of else leg(raw, of, as_of).to_frame("a")
    years = levels.groupby(levels.index.year)
    count = window or int(years.size().iloc[-1])
    nth = years.nth(count - 1)
    openings = nth.set_axis(nth.index.year) / years.last().shift(1) - 1
    openings = openings.dropna().reindex(nth.index.year).dropna()
    strength = openings["a"] - openings["b"] if "/" in of else openings["a"]
    ranks = strength.rank(ascending=False, method="min")
    found = {"value": int(ranks.iloc[-1]), "detail.years": len(ranks), "detail.first_year": int(ranks.index[0])}
    found |= {"detail.opening": strength.iloc[-1], "detail.sessions": count}
    ahead = strength[strength > strength.iloc[-1]]
    return found | {f"detail.stronger.{year}": ahead[year] for year in list(ahead.index)[:3]}


def outperformance_streak(raw: Raw, of: str, since: str, as_of: str) -> Found:
    both = legs(raw, of, as_of)
    returns = both.pct_change().iloc[1:]
    won = returns["a"] > returns["b"]
    step = pd.Series(raw.sessions.get_indexer(both.index), index=both.index).diff().iloc[1:]
    runs = won[won].groupby(((~won) | (step != 1)).cumsum()[won])
    # A run opened by a loss or gap shares that opening's number; the gap's own session may be a win.
    lengths, ends = runs.size(), runs.apply(lambda run: run.index[-1])
    value = int(lengths.iloc[-1]) if won.iloc[-1] else 0
    earlier = lengths.iloc[:-1] if value else lengths
    as_long = ends[earlier.index][earlier >= value]
    found: Found = {"value": value, "detail.history_from": both.index[0], "detail.sessions": len(won)}
    if not value:
        return found
    found |= {"detail.runs_as_long": len(as_long) + 1, "detail.longest_before": int(earlier.max())}
    found["detail.last_as_long"] = as_long.iloc[-1] if len(as_long) else None
    return found | {"detail.expected_by_chance": 2.0**-value * (1 + (len(won) - value) / 2)}


def streak(raw: Raw, of: str, since: str, as_of: str, period: str = "session", direction: str = "up") -> Found:
    """By the last close of each calendar period; runs by groups, as above."""
    rule = {"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
    levels = level_of(raw, of, as_of)
    if period == "session":
        step = pd.Series(raw.sessions.get_indexer(levels.index), index=levels.index).diff().iloc[1:]
    else:
        levels = levels.groupby(levels.index.to_period(rule[period])).tail(1)
        step = pd.Series(levels.index.to_period(rule[period]).astype("int64"), index=levels.index).diff().iloc[1:]
    change = levels.pct_change().iloc[1:] * (1 if direction == "up" else -1)
    won = change > 1e-12
    runs = won[won].groupby(((~won) | (step != 1)).cumsum()[won])
    lengths, ends = runs.size(), runs.apply(lambda run: run.index[-1])
    value = int(lengths.iloc[-1]) if won.iloc[-1] else 0
    earlier = lengths.iloc[:-1] if value else lengths
    found: Found = {"value": value, "detail.sessions": len(won), "detail.longest_before": int(earlier.max())}
    as_long = ends[earlier.index][earlier >= value]
    return found | ({"detail.last_as_long": as_long.iloc[-1] if len(as_long) else None} if value else {})


def extreme_since(raw: Raw, of: str, since: str, as_of: str, direction: str = "high") -> Found:
    levels = level_of(raw, of, as_of) * (1 if direction == "high" else -1)
    before = levels.iloc[:-1]
    beyond = before.index[before >= levels.iloc[-1]]
    last = beyond[-1] if len(beyond) else None
    value = len(before) if last is None else len(before[before.index > last])
    found = {"value": value, "detail.since": last, "detail.on_record": last is None}
    found |= {"detail.share_of_history": reached(levels, value)}
    return found | ({"detail.chance": comb(2 * value, value) / 4**value} if "/" in of and value <= 500 else {})


def reached(levels: pd.Series, value: int) -> float:
    """Share of the sessions, the first left out, that closed strictly above the `value` closes before them."""
    above = levels > levels.shift(1).rolling(value).max() if value else levels == levels
    # the first `value` sessions have too few closes before them, the record aside
    return float(above.iloc[1:].mean())


def rank_within(raw: Raw, of: str, since: str, as_of: str, group: str = "sectors", window: str = "ytd") -> Found:
    names = sorted({of, *(GROUPS.get(group) or group.split("+"))})
    base = cut(leg(raw, of, as_of), since, window).index[0]
    closes = pd.concat([raw.closes(name)[:as_of].rename(name) for name in names], axis=1)
    returns = (closes.loc[as_of] / closes.loc[base] - 1).dropna()
    ranks = returns.rank(ascending=False, method="min")
    found = {"value": int(ranks[of]), "detail.members": len(ranks), "detail.leader": returns.idxmax()}
    return found | {f"detail.returns.{of}": returns[of]}


def flatness(raw: Raw, of: str, since: str, as_of: str, window: str = "ytd") -> Found:
    levels = legs(raw, of, as_of) if "/" in of else leg(raw, of, as_of).to_frame("a")
    length = len(cut(levels, since, window)) - 1
    gains = levels.pct_change(length).dropna()
    gains = gains["a"] - gains["b"] if "/" in of else gains["a"]
    value = gains.iloc[-1] / gains.std()
    shares = ((gains / gains.std()).abs() <= 0.5).mean()
    return {"value": value, "detail.flat": bool(abs(value) <= 0.5), "detail.share_flat": shares}


def level(raw: Raw, of: str, since: str, as_of: str) -> Found:
    return {"value": raw.closes(of)[as_of]}


def implied_upside(raw: Raw, of: str, since: str, as_of: str, target: float) -> Found:
    levels = raw.closes(of)[:as_of]
    later = levels[levels.index.asof(pd.Timestamp(since or as_of)) :]
    way = np.sign(target - later.iloc[0])
    hits = later.index[later * way >= target * way]
    return {"value": target / later.iloc[0] - 1, "detail.reached": hits[0] if len(hits) else None}


def relative_strength(raw: Raw, of: str, since: str, as_of: str, window: str = "all") -> Found:
    part = cut(level_of(raw, of, as_of), since, window)
    return {"value": part.iloc[-1] / part.iloc[0], "detail.base": part.index[0]}


def _map(raw: Raw, of: str, as_of: str, window: int, momentum_window: int) -> Any:
    level = np.log(level_of(raw, of, as_of))
    change = level.diff(momentum_window)
    score = (level - level.rolling(window).mean()) / level.rolling(window).std()
    pace = change / change.rolling(window).std()
    return pd.concat([score, pace], axis=1, keys=["level", "momentum"]).dropna()


def strength_level(raw: Raw, of: str, since: str, as_of: str) -> Found:
    scores = _map(raw, of, as_of, 252, 21)["level"]
    return {"value": scores.iloc[-1], "detail.share_of_history_above": (scores > scores.iloc[-1]).mean()}


def strength_momentum(raw: Raw, of: str, since: str, as_of: str) -> Found:
    scores = _map(raw, of, as_of, 252, 21)["momentum"]
    return {"value": scores.iloc[-1], "detail.share_of_history_above": (scores > scores.iloc[-1]).mean()}


def phase(raw: Raw, of: str, since: str, as_of: str, window: int = 252, momentum_window: int = 21) -> Found:
    scores = _map(raw, of, as_of, window, momentum_window)
    names = np.where(
        scores["level"] > 0,
        np.where(scores["momentum"] > 0, "leading", "weakening"),
        np.where(scores["momentum"] > 0, "improving", "lagging"),
    )
    phases = pd.Series(names, index=scores.index)
    age = int((phases[::-1] == phases.iloc[-1]).cummin().sum())
    found: Found = {"value.strength_level": scores["level"].iloc[-1], "value.sessions": age}
    share = (phases == phases.iloc[-1]).mean()
    return found | {"detail.phase": phases.iloc[-1], f"detail.shares.{phases.iloc[-1]}": share}
