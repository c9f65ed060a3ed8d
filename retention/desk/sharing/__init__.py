"""The shared plan on screen: ours and theirs."""
