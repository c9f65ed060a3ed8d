"""What people do about reports: subscribe, name readers, approve, send, skip."""
