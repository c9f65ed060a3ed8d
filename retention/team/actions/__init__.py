"""What people do with people, teams and calendars; one module per topic, one function per verb."""
