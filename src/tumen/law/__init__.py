"""The law as data, and what can be asked of it: who is bound to what on a day, who says otherwise, what collides."""
