"""Account plans."""

from django.urls import path

from ..views import plan_edit, plan_group, plan_parts, plan_templates, plans

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("accounts/<int:pk>/plan/", plans.account_plan, name="account_plan"),
    path("accounts/<int:pk>/plan/new/", plan_edit.plan_new, name="plan_new"),
    path("plans/templates/", plan_templates.templates, name="plan_templates"),
    path("plans/<int:pk>/template/", plan_templates.template_new, name="plan_template_new"),
    path("plan-templates/<int:pk>/edit/", plan_templates.template_edit, name="plan_template_edit"),
    path(
        "plan-templates/<int:pk>/withdraw/", plan_templates.template_withdraw, name="plan_template_withdraw"
    ),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/group/", plan_group.plan_group, name="plan_group"),
    path("plans/<int:pk>/versions/", plans.plan_versions, name="plan_versions"),
    path("plans/<int:pk>/edit/", plan_edit.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/write/", plan_edit.plan_write, name="plan_write"),
    path("plans/<int:pk>/move/", plan_edit.plan_move, name="plan_move"),
    path("plans/<int:pk>/sign/", plan_edit.plan_sign, name="plan_sign"),
    path("plans/<int:pk>/review/", plan_edit.plan_review, name="plan_review"),
    path("plans/<int:pk>/copy/", plan_edit.plan_copy, name="plan_copy"),
    path("plans/<int:pk>/growth/", plan_edit.plan_growth, name="plan_growth"),
    path("plans/<int:pk>/growth/new/", plan_edit.growth_line_new, name="growth_line_new"),
    path("growth-lines/<int:pk>/edit/", plan_edit.growth_line_edit, name="growth_line_edit"),
    path("growth-lines/<int:pk>/remove/", plan_edit.growth_line_remove, name="growth_line_remove"),
    path("plans/<int:pk>/objectives/new/", plan_parts.objective_new, name="objective_new"),
    path("objectives/<int:pk>/edit/", plan_parts.objective_edit, name="objective_edit"),
    path("objectives/<int:pk>/settle/", plan_parts.objective_settle, name="objective_settle"),
    path("objectives/<int:pk>/reopen/", plan_parts.objective_reopen, name="objective_reopen"),
    path("objectives/<int:pk>/results/new/", plan_parts.key_result_new, name="key_result_new"),
    path("key-results/<int:pk>/edit/", plan_parts.key_result_edit, name="key_result_edit"),
    path("key-results/<int:pk>/measure/", plan_parts.key_result_measure, name="key_result_measure"),
    path("objectives/<int:pk>/actions/new/", plan_parts.plan_action_new, name="plan_action_new"),
    path("plan-actions/<int:pk>/edit/", plan_parts.plan_action_edit, name="plan_action_edit"),
    path("plan-actions/<int:pk>/state/", plan_parts.plan_action_state, name="plan_action_state"),
    path("plans/<int:pk>/risks/new/", plan_parts.plan_risk_new, name="plan_risk_new"),
    path("plan-risks/<int:pk>/edit/", plan_parts.plan_risk_edit, name="plan_risk_edit"),
    path("plan-risks/<int:pk>/look/", plan_parts.plan_risk_look, name="plan_risk_look"),
]
