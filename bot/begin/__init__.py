"""`coach init`: writes a first `coach.yml` by asking."""
