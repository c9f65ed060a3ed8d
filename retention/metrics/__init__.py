"""How many customers and how much revenue we keep: every figure can show the rows it is made of."""
