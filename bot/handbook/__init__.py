"""The handbook: how Coach is used well, made from the same sources as what it does."""
