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
from .parts import TeamMemberForm, UnitForm

__all__ = [
    "AccountField",
    "AccountForm",
    "AddLineForm",
    "AmendLineForm",
    "BreakForm",
    "ContractForm",
    "EndContractForm",
    "LineForm",
    "LineFormSet",
    "MergeForm",
    "NewContractForm",
    "NoticeForm",
    "ResumeForm",
    "SuspendForm",
    "TeamMemberForm",
    "UnitForm",
]
