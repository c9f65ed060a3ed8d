"""The shared plan: links, the page behind them, what is said there."""
