"""The stocks of the small worlds: what a universe holds and a careless cut gets wrong."""

from __future__ import annotations

GIANTS = (*("AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA", "BRK.B", "LLY", "JPM"), *("V", "MA", "XOM", "UNH"))
TWO_CLASSES = ("GOOG", "FOX", "FOXA", "NWS", "NWSA")  # GOOGL is among the giants
SPLIT = ("AVGO", "WMT", "NFLX", "LRCX", "CMG", "ORLY", "SMCI")
DEAD = ("ATVI", "PXD", "HES", "SPLK", "VMW", "DFS", "JNPR", "ANSS", "WBA", "PARA", "MRO", "CTLT")
LISTED_LATER = ("RDDT", "GEV", "SOLV", "CRWV", "FIG", "SNDK", "SNDKV")
# FI and FISV, FLT and CPAY and so on; BNY was a bond fund before it was BK's symbol.
RENAMED = (
    *("FI", "FISV", "FLT", "CPAY", "CDAY", "DAY", "PEAK", "DOC", "CHK", "EXE", "NYCB", "FLG", "ABC", "COR", "BK"),
    *("BNY", "OSTK", "BYON", "BBBY", "SQ", "XYZ", "MMC", "MRSH", "JAN", "ALTS", "AIFC"),
)
JOINED_OR_LEFT_THE_INDEX = ("AAL", "ETSY", "PLTR", "HOOD", "BIO", "XRAY", "DELL", "ERIE", "AMTM", "QRVO")
OTHERS = (
    *("CVX", "JNJ", "PG", "KO", "PEP", "HD", "COST", "MRK", "ABBV", "BAC", "WFC", "GS", "CAT", "DE", "NEE", "DUK"),
    *("SO", "AMT", "PLD", "GE", "HON", "T", "VZ", "KVUE", "CAVA", "CENTA", "ROP", "ED"),
)
STOCKS = tuple(
    sorted({*GIANTS, *TWO_CLASSES, *SPLIT, *DEAD, *LISTED_LATER, *RENAMED, *JOINED_OR_LEFT_THE_INDEX, *OTHERS})
)
