"""What every part of the API shares: pages, problems, versions, repeated requests."""
