"""What a row would become: each kind of file has its own reading. No database, no clock."""

from .draft import Cells, Draft, Reading

__all__ = ["Cells", "Draft", "Reading"]
