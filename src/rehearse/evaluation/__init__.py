"""How well the engines grade."""
