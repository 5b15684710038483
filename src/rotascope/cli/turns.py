"""`regime`: which of two regimes a pair is in, by what the day could know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rotascope.cli.options import AsOf, Json, complete_pairs, give
from rotascope.errors import UsageError

if TYPE_CHECKING:
    from rotascope.cli.screen import Screen
    from rotascope.questions import Finding


def regime(
    pair: Annotated[
        str,
        typer.Argument(metavar="PAIR", help="Known to `rotascope pairs`, or IWM/SPY.", autocompletion=complete_pairs),
    ] = "small/mega",
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help="markov or jump.")] = "markov",
    window: Annotated[
        int | None, typer.Option("--window", metavar="SESSIONS", help="Fit on the last so many; else on all to date.")
    ] = None,
    horizon: Annotated[
        int | None, typer.Option("--horizon", metavar="SESSIONS", help="How far to look ahead, by markov; else 21.")
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """The regime that a pair is in, as the day could know it.

    Its probability with the parameters behind it, the interval of the gap in means, what the next session would have
    to bring to change the answer, and what chance shows. Where the means cannot be told apart it is a volatility
    regime, which says how far the legs part and not which one leads.

    \b
    Examples:
      rotascope regime small/mega
      rotascope regime IWM/SPY --as-of 2026-01-14
      rotascope regime value/growth --window 1260 --json
      rotascope regime small/mega --model jump
    """
    from rotascope.data.market import Market
    from rotascope.questions import Question, answer

    if model not in ("markov", "jump"):
        raise UsageError(f"model {model!r} must be markov or jump.")
    params: dict[str, object] = {} if window is None else {"window": window}
    if model == "jump":
        if horizon is not None:
            raise UsageError("--horizon goes with --model markov: a jump model looks no further than the day.")
        from rotascope.cli.findings import show_finding

        found = answer(Question("jump_regime", pair, None, as_of, params), Market.open())
        give(json, found.to_dict, lambda screen: show_finding(screen, found))
        return
    params |= {"model": model} | ({} if horizon is None else {"horizon": horizon})
    finding = answer(Question("regime_probability", pair, None, as_of, params), Market.open())
    give(json, finding.to_dict, lambda screen: show_regime(screen, finding))


def show_regime(screen: Screen, finding: Finding) -> None:
    """The sentence, the two regimes, what would change the answer, and the command that asks it again."""
    from rotascope.cli.screen import facts, heading
    from rotascope.measures.wording import count
    from rotascope.publish.sections.regime import trigger_words

    detail: Any = finding.detail
    gap, ahead = detail["gap"], detail["ahead"]
    chance = (f"{detail[key]:.2f} ({about})" for key, about in _CHANCES.items())
    screen.show(heading(finding.text), "", _regimes(finding), "", trigger_words(finding), "")
    screen.show(
        facts(
            [
                ("gap", f"{gap['value']:.3%} (95% interval {gap['lower']:.3%} to {gap['upper']:.3%})"),
                ("ahead", f"{ahead['probability']:.1%} in {count(ahead['steps'], detail['step'])}"),
                ("spread", f"{ahead['spread_mean']:+.1%} until then, deviation {ahead['spread_deviation']:.1%}"),
                ("long run", f"{detail['long_run_share']:.1%} of the time"),
                ("p-values", f"{'; '.join(chance)}, by {detail['draws']} drawn series"),
                ("fitted", f"to {detail['fitted_to']}{'' if detail['converged'] else ', did not converge'}"),
                ("id", finding.id),
                ("again", screen.command(finding.question.command)),
            ]
        )
    )


_CHANCES = {"one_regime_p_value": "one regime", "equal_means_p_value": "one mean"}


def _regimes(finding: Finding) -> Any:
    from rotascope.cli.screen import table

    detail: Any = finding.detail
    word = detail["step"]
    columns = ("regime", f"mean a {word}", "deviation", f"lasts ({word}s)", "probability")
    volatile = detail["volatile_probability"]
    rows = [
        (name, f"{mean:+.3%}", f"{sigma:.2%}", f"{lasts:,.0f}", f"{chance:.1%}")
        for name, mean, sigma, lasts, chance in zip(
            ("quiet", "volatile"),
            detail["means"],
            detail["sigma"],
            detail["expected_durations"],
            (1 - volatile, volatile),
            strict=True,
        )
    ]
    return table(columns, rows, columns[1:])
