"""Users, teams, roles, who may see what, working hours, holidays, audit."""
