"""The screens across apps: My day, team dashboard, search."""
