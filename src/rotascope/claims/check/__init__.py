"""Checking: typed claims become questions, and their answers verdicts."""

from rotascope.claims.check.article import check_article
from rotascope.claims.check.verdicts import VERDICTS, Checked, Judgement, Verdict

__all__ = ["VERDICTS", "Checked", "Judgement", "Verdict", "check_article"]
