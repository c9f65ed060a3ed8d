"""Tables of integrations: tokens, jobs, imports."""
