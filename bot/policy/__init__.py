"""The policy: what holds now, what is announced, and how it reads for everybody.

`coach.yml` says what should hold; the database remembers what does, and what was announced when.
"""
