"""The API of accounts and contracts."""
