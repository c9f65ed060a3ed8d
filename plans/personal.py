"""What the tables of plans hold of customers' people (retention/lib/personal.py)."""

from retention.lib.personal import holds

holds(
    "plans.RoiTarget",
    refers="stakeholder agreed_with confirmed_by",
    words="metric reason scope measured_where withdrawn_reason",
    plain="unit direction baseline baseline_on target due_on milestones weight source state is_shared "
    "agreed_on review_days next_review_on confirmed_on withdrawn_on",
)
holds("plans.Measurement", words="evidence link")
holds(
    "plans.ValueEntry",
    refers="answered_by",
    words="what method evidence link answer withdrawn_reason",
    plain="happened_on amount currency state evidenced_on answered_on answer_channel is_shared",
)
holds(
    "plans.GoodwillEntry",
    refers="told_to",
    words="what reason",
    plain="given_on list_value currency told_on acknowledged_on withdrawn_on",
)
holds(
    "plans.ChangeRecord",
    refers="asked_by acknowledged_by",
    words="what scope_before scope_after effect decision_note",
    plain="target_before target_after due_before due_after side asked_on delay_days cost currency decision "
    "decided_on acknowledged_on",
)
holds(
    "plans.ExpectationGap",
    links="contact",
    words="expectation feasible evidence outcome",
    plain="noticed_on talked_on settled_on",
)
holds(
    "plans.AccountPlan",
    words="title state_note",
    plain="state tier_at_start period_start period_end horizon_end approved_on signed_on last_reviewed_on "
    "next_review_on stale_on closed_on",
)
holds("plans.TeamPlanTemplate", words="name note outline prompts", plain="withdrawn_on")
holds("plans.PlanText", words="text source", plain="field said_on is_shared")
holds("plans.PlanNote", words="text", plain="field")
holds("plans.PlanEdition", words="reason", copies="said inside", plain="number made_on")
holds(
    "plans.Objective",
    refers="stakeholder their_owner confirmed_by",
    words="text reason measure settled_note",
    plain="goal due_on weight whose is_shared state settled_on",
)
holds("plans.KeyResult", words="name unit evidence", plain="baseline target current measured_on weight")
holds(
    "plans.PlanAction",
    refers="their_owner",
    words="text customer_benefit",
    plain="due_on state is_shared",
)
holds("plans.GrowthFrame", plain="currency base renewals top_down")
holds("plans.GrowthLine", words="what", plain="amount probability due_on")
holds(
    "plans.PlanRisk",
    words="description cause early_sign mitigation looked_note",
    plain="likelihood impact due_on look_on looked_on state closed_on",
)
holds("plans.ServiceAllowance", plain="minutes currency fee list_rate cost_rate starts_on ends_on")
holds("plans.TimeEntry", words="text", plain="worked_on minutes kind is_beyond withdrawn_on")
holds("plans.ServiceMonth", plain="month allowed delivered over")
holds(
    "plans.OverService",
    words="note",
    plain="month allowed delivered decision amount currency decided_on",
)
holds("plans.OperationMetric", words="name unit feed", plain="direction target every_days retired_on")
holds("plans.DriverLink", words="evidence", plain="strength")
holds("plans.OperationReading", words="note", plain="measured_on value source")
holds(
    "plans.Lesson",
    refers="audience",
    words="topic material link adopted_note",
    plain="planned_for taught_on adopted adopted_on dropped_on",
)
holds(
    "plans.Kpi",
    refers="agreed_with",
    words="name measure deliverable",
    plain="unit direction target frequency starts_on agreed_on is_shared ended_on",
)
holds(
    "plans.KpiReading",
    words="evidence link reason",
    plain="period_on actual target closed_on communicated_on",
)
holds(
    "plans.WhitespaceCell",
    refers="sponsor",
    words="potential_note need budget timing approach competitor competitor_product",
    plain="state units unit_price currency potential_said potential weighted readiness fit access looked_on "
    "competitor_key competitor_ends_on competitor_strength prompted_for",
)
holds(
    "plans.SpendEstimate",
    words="covers note",
    plain="family amount currency rank suppliers source confidence said_on is_current withdrawn_on",
)
holds(
    "plans.WhitespacePlay",
    words="reason ended_note allowed_reason",
    plain="target_on stage came_from ended_on",
)
