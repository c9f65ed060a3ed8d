"""Contracts on screen: terms, lines, how yearly revenue moved, and what can be done."""
