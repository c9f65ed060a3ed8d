"""The screens across apps, one module per page."""
