"""Coach: growth conversations from team telemetry, without watching anybody.

Read in this order: `metrics` (what is measured and how a trend is read), `sources` and
`collection` (telemetry into weekly team rows), `playbook` (conversation templates),
`prep` (the page a manager gets), `app` (how it is all put together).
"""

__version__ = "0.1.0"
