"""Who of ours and theirs belong together: executive pairs, who answers for what, and praise for ours."""
