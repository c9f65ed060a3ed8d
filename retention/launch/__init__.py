"""Starting Keel: everything between `python3` and an address that answers.

Until the virtual environment exists only Python's own library may be imported here, and never an app of ours.
"""
