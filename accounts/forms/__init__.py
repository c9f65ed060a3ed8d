"""Forms of the accounts layer; none of them saves."""

from .accounts import AccountField, AccountForm
from .contract_changes import (
    AddLineForm,
    AmendLineForm,
    BreakForm,
    EndContractForm,
    MergeForm,
    ResumeForm,
    SuspendForm,
)
from .contracts import ContractForm, LineForm, LineFormSet, NewContractForm, NoticeForm
from .parts import UnitForm
from .team import LeavesForm, TeamMemberEdit, TeamMemberForm, TeamTemplateForm

__all__ = [
    "AccountField",
    "AccountForm",
    "AddLineForm",
    "AmendLineForm",
    "BreakForm",
    "ContractForm",
    "EndContractForm",
    "LeavesForm",
    "LineForm",
    "LineFormSet",
    "MergeForm",
    "NewContractForm",
    "NoticeForm",
    "ResumeForm",
    "SuspendForm",
    "TeamMemberEdit",
    "TeamMemberForm",
    "TeamTemplateForm",
    "UnitForm",
]
