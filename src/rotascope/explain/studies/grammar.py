"""The grammar of conditions and outcomes, and the parser made from it (LALR; nothing is ever evaluated as code)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR = r"""
occasion: condition ["every" NUMBER ["sessions"i | "session"i]]

?condition: either
?either: both ("or"i both)*
?both: negated ("and"i negated)*
?negated: "not"i negated -> negation
        | "(" condition ")"
        | test

?test: quantity COMPARISON operand                      -> comparison
     | quantity "crosses"i SIDE operand                 -> crossing
     | quantity "is"i "at"i END ["of"i NUMBER ["sessions"i]] -> extreme
     | quantity "is"i WORD                              -> named
     | "month"i ("is"i | "=") WORD                      -> month_is
     | "year"i COMPARISON NUMBER                        -> year_is
     | "first"i NUMBER "sessions"i "of"i PERIOD         -> first_sessions
     | "first"i "session"i "of"i PERIOD                 -> first_session
     | "last"i "session"i "of"i PERIOD                  -> last_session
     | "session"i NUMBER "of"i PERIOD                   -> session_number

outcome: quantity [COMPARISON operand]

?operand: NUMBER -> number
        | quantity
?quantity: "percentile"i "(" quantity ["," NUMBER] ")"  -> percentile
         | "rank"i "(" quantity ")"                     -> rank
         | "change"i "(" quantity "," NUMBER ")"        -> change
         | "streak"i "(" condition ")"                  -> streak
         | call

call: WORD "(" [argument ("," argument)*] ")" [FIELD]

?argument: STRING                                       -> quoted
         | WORD                                         -> word
         | WORD "to"i WORD                              -> months
         | NUMBER ["sessions"i | "session"i]            -> trailing
         | "window"i ["="] NUMBER ["sessions"i]         -> trailing
         | "window"i ["="] WORD                         -> word
         | "first"i NUMBER "sessions"i "of"i PERIOD     -> opening
         | "next"i NUMBER ["sessions"i | "session"i]    -> ahead
         | "next"i PERIOD                               -> next_period
         | "rest"i "of"i PERIOD                         -> rest
         | WORD "=" (WORD | NUMBER | STRING)            -> setting

COMPARISON: ">=" | "<=" | "!=" | ">" | "<" | "="
SIDE: "above"i | "below"i
END: "high"i | "low"i
PERIOD: "year"i | "quarter"i | "month"i
FIELD: /\.[a-z_]+/i
NUMBER: /[-+]?(\d+(\.\d*)?|\.\d+)(%|(?![\w^]))/
WORD: /(\d+[A-Za-z^]|[A-Za-z^])[\w^.+*:@\/-]*/i
STRING: /"[^"\n]*"/ | /'[^'\n]*'/
%import common.WS
%ignore WS
"""


@cache
def parser() -> Lark:
    """The parser of occasions (a condition and its spacing) and of outcomes."""
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", start=["occasion", "outcome"], maybe_placeholders=True)
