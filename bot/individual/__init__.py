"""Two keys: a manager may ask to see one number of an engineer, and the engineer alone may show it.

What is kept is that somebody asked, and later that something was shown. No figure is kept anywhere:
it is fetched for the engineer's own message, and what the manager sees is copied from that message.
Nothing tells a refusal from silence.
"""
