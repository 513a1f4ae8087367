"""Speed and memory as ratios, in one run, against a named floor: `python -m bench [NAME ...]`."""
