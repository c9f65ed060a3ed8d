"""What the renewal screens show: sums, board, weeks, one renewal's page, files and feeds."""
