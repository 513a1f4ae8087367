"""`/coach prep`: the page a manager gets before a conversation."""
