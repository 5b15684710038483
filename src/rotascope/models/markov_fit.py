"""Fitting: several climbs, the best one's errors, and the numbering of its regimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.errors import DataError
from rotascope.models.ascent import Ascent, ascend
from rotascope.models.markov_plain import PlainLikelihood
from rotascope.models.markov_result import MarkovResult, mean_gap, sealed
from rotascope.models.markov_starts import starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rotascope.models.markov import MarkovSwitching
    from rotascope.models.markov_joint import JointLikelihood
    from rotascope.models.markov_parameters import Parameters
    from rotascope.models.markov_result import MeanGap, Scaled
    from rotascope.models.markov_shape import Shape

    Doubles = NDArray[np.float64]

EM_STEPS = 5  # from each start, before BFGS: EM is robust far from a peak, BFGS fast near it
FLAT = 1e-9  # curvature per observation below which a parameter is taken for fixed
AT_FLOOR = 1.05


def fit(spec: MarkovSwitching, values: Doubles, columns: Doubles, start: Parameters | None) -> MarkovResult:
    """The fitted model of values (n,) with the columns (n, q) that drive its moves."""
    shift, scale = spec.measured(values)
    for name, column in zip(spec.covariates, columns.T[1:], strict=True):
        if np.ptp(column) <= 1e-12 * np.abs(column).max():
            raise DataError(f"Covariate {name!r} is constant, so it cannot be told from the constant; leave it out.")
    scaled = spec.scaled(values, columns, shift, scale)
    ended = sorted(climbs(spec, scaled, (values - shift) / scale, start), key=lambda climb: -climb.value)
    best = ended[0]
    covariance = covariance_of(scaled.likelihood.hessian(best.theta), scaled.likelihood.count)
    order, by, gap = _numbered(spec, scaled, best, covariance)
    parameters = spec.shape.unpack(best.theta, spec.variance_floor).ordered(order).scaled(shift, scale)
    jacobian = spec.shape.jacobian(best.theta, spec.variance_floor, order, scale)
    log_likelihood, filtered, predicted = scaled.filtered(parameters)
    lost = scaled.likelihood.count * float(np.log(scale))
    return MarkovResult(
        spec=spec,
        parameters=parameters,
        names=spec.shape.names(),
        values=sealed(spec.shape.pick(parameters)),
        covariance=_turned(jacobian, covariance),
        log_likelihood=log_likelihood,
        converged=best.converged,
        n_iter=best.steps,
        starts_log_likelihoods=tuple(climb.value - lost for climb in ended),
        ordered_by=by,
        at_floor=bool((parameters.variances < AT_FLOOR * spec.variance_floor * scale**2).any()),
        gap=gap,
        n_observations=scaled.likelihood.count,
        filtered_probabilities=filtered,
        predicted_probabilities=predicted,
        series=values,
        covariates=sealed(columns),
        scaled=scaled,
    )


def peak(spec: MarkovSwitching, values: Doubles, start: Parameters | None = None) -> tuple[float, Parameters]:
    """Log-likelihood and parameters of the best climb: from the start alone where one is given. Regimes unordered."""
    shift, scale = spec.measured(values)
    scaled = spec.scaled(values, np.ones((len(values), 1)), shift, scale)
    z = (values - shift) / scale
    found = [_from(spec, scaled, start)] if start is not None else list(climbs(spec, scaled, z, None))
    best = max(found, key=lambda climb: climb.value)
    lost = scaled.likelihood.count * float(np.log(scale))
    return best.value - lost, spec.shape.unpack(best.theta, spec.variance_floor).scaled(shift, scale)


def gap_at(spec: MarkovSwitching, values: Doubles, parameters: Parameters) -> tuple[MeanGap, bool]:
    """The gap between the means at given parameters, and whether they are a peak: no entry of the gradient exceeds
    ten times the spec's tolerance an observation.
    """
    shift, scale = spec.measured(values)
    scaled = spec.scaled(values, np.ones((len(values), 1)), shift, scale)
    theta = spec.shape.pack(parameters.scaled(-shift / scale, 1 / scale), spec.variance_floor)
    likelihood, means = scaled.likelihood, spec.shape.slices[1]
    covariance = covariance_of(likelihood.hessian(theta), likelihood.count)
    slope = float(np.abs(likelihood(theta)[1]).max()) / likelihood.count
    gap = mean_gap(parameters.means, covariance[means, means] * scale**2, not spec.switching_mean)
    return gap, slope <= 10 * spec.tolerance


def climbs(spec: MarkovSwitching, scaled: Scaled, z: Doubles, start: Parameters | None) -> Iterator[Ascent]:
    """Where each start leads."""
    likelihood = scaled.likelihood
    for theta in _thetas(spec, likelihood, z):
        inverse = likelihood.complete_inverse(theta)
        yield ascend(likelihood, theta, inverse, most=spec.max_iter, tolerance=spec.tolerance)
    if start is not None:
        yield _from(spec, scaled, start)


def _from(spec: MarkovSwitching, scaled: Scaled, start: Parameters) -> Ascent:
    likelihood = scaled.likelihood
    theta = spec.shape.pack(start.scaled(-scaled.shift / scaled.scale, 1 / scaled.scale), spec.variance_floor)
    inverse = likelihood.complete_inverse(theta)
    return ascend(likelihood, theta, inverse, most=spec.max_iter, tolerance=spec.tolerance)


def _thetas(spec: MarkovSwitching, likelihood: PlainLikelihood | JointLikelihood, z: Doubles) -> Iterator[Doubles]:
    """Each start after its steps of EM; where past values matter, of the model without them."""
    by_size = spec.switching_variance
    plain = likelihood
    if not isinstance(likelihood, PlainLikelihood):
        plain = PlainLikelihood(z, spec.shape.without_past, spec.variance_floor)
    for number, guess in enumerate(starts(z, spec.n_regimes, spec.climbs, spec.seed, by_size)):
        theta = plain.shape.pack(guess, spec.variance_floor)
        theta = plain.climb(theta, EM_STEPS)  # type: ignore[union-attr]
        yield theta if plain is likelihood else _with_past(spec, plain.shape, theta, z, number)


def _with_past(spec: MarkovSwitching, shape: Shape, theta: Doubles, z: Doubles, number: int) -> Doubles:
    """theta of the whole model: covariates without weight, and lags with none or with those of one regime alone."""
    held = shape.unpack(theta, spec.variance_floor)
    moves = np.zeros((*held.moves.shape[:2], spec.shape.covariates))
    moves[:, :, 0] = held.moves[:, :, 0]
    ar = np.zeros((spec.n_regimes, spec.order))
    if number % 2 and spec.order:
        ar[:] = _regression(z, spec.order)
    means = held.means * (1 - ar.sum(axis=1)) if spec.form == "intercept" else held.means
    return spec.shape.pack(type(held)(moves, means, held.variances.copy(), ar), spec.variance_floor)


def _regression(z: Doubles, order: int) -> Doubles:
    """(order,): the coefficients of one autoregression for all dates."""
    rows = np.column_stack([z[order - j : len(z) - j] for j in range(order + 1)])
    rows = rows[np.isfinite(rows).all(axis=1)]
    lagged = np.column_stack([np.ones(len(rows)), rows[:, 1:]])
    found = np.linalg.lstsq(lagged, rows[:, 0], rcond=None)[0]
    return np.asarray(found[1:])


def _numbered(
    spec: MarkovSwitching, scaled: Scaled, best: Ascent, covariance: Doubles
) -> tuple[NDArray[np.intp], Literal["mean", "variance"], MeanGap]:
    """The regimes' order, what it goes by, and the gap between the means."""
    held = spec.shape.unpack(best.theta, spec.variance_floor)
    means = spec.shape.slices[1]
    tied = not spec.switching_mean
    gap = mean_gap(held.means * scaled.scale, covariance[means, means] * scaled.scale**2, tied)
    by: Literal["mean", "variance"] = "mean"
    if spec.order_by == "variance" or (spec.order_by == "auto" and spec.switching_variance and gap.covers_zero):
        by = "variance"
    key = held.variances if by == "variance" else held.means
    return np.argsort(key, kind="stable"), by, gap


def covariance_of(hessian: Doubles, count: int) -> Doubles:
    """(P, P): of theta; NaN for parameters along which the likelihood is flat, and all NaN where it is no peak."""
    found = np.full(hessian.shape, np.nan)
    free = np.flatnonzero(-np.diag(hessian) > FLAT * count)
    block = np.ix_(free, free)
    try:
        np.linalg.cholesky(-hessian[block])
        found[block] = np.linalg.inv(-hessian[block])
    except np.linalg.LinAlgError:
        pass
    return found


def _turned(jacobian: Doubles, covariance: Doubles) -> Doubles:
    """The covariance of functions of the parameters (the delta method); NaN where they hang on one without any."""
    known = np.isfinite(np.diag(covariance))
    found = jacobian[:, known] @ covariance[np.ix_(known, known)] @ jacobian[:, known].T
    unknown = (np.abs(jacobian[:, ~known]) > 1e-9).any(axis=1) if known.any() else np.ones(len(jacobian), bool)
    found[unknown, :] = found[:, unknown] = np.nan
    found.flags.writeable = False
    return np.asarray(found)
