"""What each figure means, in the words that stand beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """``before`` and ``after`` are the headings of the two amounts in the rows behind the figure."""

    code: str
    label: str
    means: str
    before: str = "First day"
    after: str = "Kept"


_ALL = (
    Definition(
        "logo",
        "Customers kept",
        "Customers of the first day who are still customers, without a gap of more than 30 days, out "
        "of all customers of the first day.",
    ),
    Definition(
        "grr",
        "Gross kept",
        "Yearly revenue of the first day that is still there: what grew counts as what it was, what "
        "left or paused for more than 30 days counts nothing. Never above 100%.",
    ),
    Definition(
        "nrr",
        "Net kept",
        "Yearly revenue now of those who were customers on the first day, growth included, out of "
        "what they paid then. New customers do not count.",
        after="Now",
    ),
    Definition(
        "nrr_ex_escalator",
        "Net kept without agreed rises",
        "Net kept without price rises that the contract had fixed before.",
        after="Now",
    ),
    Definition(
        "grr_ex_insolvency",
        "Gross kept without insolvencies",
        "Gross kept without customers who went insolvent in the period.",
    ),
    Definition(
        "product_grr",
        "Gross kept per product",
        "Like gross kept, but each product of each customer by itself: a change from one product to "
        "another counts as a loss. From contract lines as they were known.",
    ),
    Definition(
        "carr",
        "Committed (CARR)",
        "Yearly revenue of the last day, plus what is signed and has not begun, less what is known to end. "
        "Agreed price steps count when they begin.",
        before="Running",
        after="Committed",
    ),
    Definition(
        "variable_recurring",
        "Variable recurring",
        "What usage without a minimum billed in the last three whole months, times four. Beside yearly "
        "revenue, never in it.",
        before="Three months",
        after="A year",
    ),
    Definition(
        "churn_rate",
        "Lost to leaving",
        "Yearly revenue that ended with customers leaving, out of the first day's.",
        after="Left",
    ),
    Definition(
        "contraction_rate",
        "Lost to shrinking",
        "Reductions of customers who stayed, out of the first day's yearly revenue.",
        after="Reduced",
    ),
    Definition(
        "downgrade_rate",
        "Lost to lower editions",
        "Reductions by a change to a lower edition, out of the first day's yearly revenue.",
        after="Reduced",
    ),
    Definition(
        "expansion_rate",
        "Grown",
        "Growth of customers of the first day, out of the first day's yearly revenue.",
        after="Grown",
    ),
    Definition(
        "gross_loss_rate",
        "Gross loss, by movements",
        "Everything that left or shrank, added up, out of the first day's yearly revenue. A customer "
        "who fell and rose again counts with the fall.",
        after="Lost",
    ),
    Definition(
        "quick_ratio",
        "Won per lost",
        "New, returned and grown yearly revenue for each one that left or shrank.",
        before="Lost",
        after="Won",
    ),
    Definition(
        "in_period_churn",
        "Won and lost again",
        "Customers won in the period who left within it, out of those won in it.",
        before="Won",
        after="Left again",
    ),
    Definition(
        "atr",
        "Due for renewal",
        "Yearly revenue whose term or part of it ended in the period.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "atr_baseline",
        "Due for renewal, at the opening",
        "What was due in the period by the contracts as they were known on its first day. It never moves.",
        before="At the opening",
        after="Now",
    ),
    Definition(
        "atr_adjustments",
        "Changed since the opening",
        "What later contracts, changes of lines and moved ends added to that, or took from it.",
        before="At the opening",
        after="Now",
    ),
    Definition(
        "renewal_count_resolved",
        "Renewed, of decided",
        "Renewed ÷ (renewed + lost), by number.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_count_strict",
        "Renewed, of all due",
        "Renewed ÷ all that were due: open ones count against.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_on_time",
        "Renewed on time",
        "Signed by the last day of the term, out of all that were due.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_late",
        "Renewed late",
        "Signed after the term, within 90 days, out of all that were due.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_gross_resolved",
        "Renewed value, of decided",
        "The smaller of due and renewed, out of what was due on decided renewals.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_gross_strict",
        "Renewed value, of all due",
        "The smaller of due and renewed, out of all that was due.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_net_resolved",
        "Net renewed value, of decided",
        "All renewed yearly revenue, growth included, out of what was due on decided renewals.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_net_strict",
        "Net renewed value, of all due",
        "All renewed yearly revenue, growth included, out of all that was due.",
        before="Due",
        after="Renewed",
    ),
    Definition(
        "renewal_active",
        "Renewed by a decision",
        "Of those renewed: not silently by themselves. Renewing by itself is retention without a decision.",
        before="Due",
        after="Renewed",
    ),
)

DEFINITIONS = {each.code: each for each in _ALL}
