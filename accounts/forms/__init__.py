"""Forms of the accounts layer; none of them saves."""

from .accounts import AccountField, AccountForm
from .contracts import ContractForm, EndContractForm, LineForm, LineFormSet, NoticeForm
from .parts import TeamMemberForm, UnitForm

__all__ = [
    "AccountField",
    "AccountForm",
    "ContractForm",
    "EndContractForm",
    "LineForm",
    "LineFormSet",
    "NoticeForm",
    "TeamMemberForm",
    "UnitForm",
]
