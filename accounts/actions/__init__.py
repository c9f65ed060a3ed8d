"""What people do with accounts and contracts."""

from .accounts import add_account, edit_account
from .breaks import add_break_option, remove_break_option
from .contract_changes import close_term, end_contract, record_notice, roll_over
from .contracts import activate_contract, discard_draft, edit_contract, enter_contract, replace_lines
from .external_ids import attach_external_id, detach_external_id, external_ids_of, find_by_external_id
from .invoices import (
    correct_invoice,
    dispute_invoice,
    enter_invoice,
    record_payment,
    settle_dispute,
    void_invoice,
)
from .lines import add_line, amend_line
from .mergers import merge_accounts
from .ownership import change_owner
from .periods import close_period
from .products import add_product, edit_product
from .rates import add_rate, add_rates
from .suspensions import resume_line, suspend_line
from .team import add_team_member, change_team_member, remove_team_member
from .team_template import publish_team_template
from .units import add_unit, edit_unit, remove_unit
from .unmerging import unmerge_accounts
from .usage import record_usage

__all__ = [
    "activate_contract",
    "add_account",
    "add_break_option",
    "add_line",
    "add_product",
    "add_rate",
    "add_rates",
    "add_team_member",
    "add_unit",
    "amend_line",
    "attach_external_id",
    "change_owner",
    "change_team_member",
    "close_period",
    "close_term",
    "correct_invoice",
    "detach_external_id",
    "discard_draft",
    "dispute_invoice",
    "edit_account",
    "edit_contract",
    "edit_product",
    "edit_unit",
    "end_contract",
    "enter_contract",
    "enter_invoice",
    "external_ids_of",
    "find_by_external_id",
    "merge_accounts",
    "publish_team_template",
    "record_notice",
    "record_payment",
    "record_usage",
    "remove_break_option",
    "remove_team_member",
    "remove_unit",
    "replace_lines",
    "resume_line",
    "roll_over",
    "settle_dispute",
    "suspend_line",
    "unmerge_accounts",
    "void_invoice",
]
