"""The figures on what is kept: what is asked, what stands on the page, and the rows behind each number."""
