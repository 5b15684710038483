"""Base-rate studies: what followed, in these data, whenever something was so, and what chance alone would show."""

from rotascope.explain.studies.named import named_studies, named_study
from rotascope.explain.studies.result import Study
from rotascope.explain.studies.studying import studies, study, subjects_of

__all__ = ["Study", "named_studies", "named_study", "studies", "study", "subjects_of"]
