"""Who did what with Coach: a chain of entries that nobody can alter, take from or reorder unseen.

Each entry is written in the transaction of the act itself, and bound to the one before by a keyed
hash. The key is kept as the keys of records are, wrapped by the key ring, so whoever can only write
to the database cannot make an entry that fits. What this does not find, and how the seal that the
stewards are told does, is in `bot.audit.trail`.

An entry names people by an alias, made at random for each person. Erasing somebody deletes what
leads from the alias to them; the entries stay, nobody's any more, and the chain still holds.
"""
