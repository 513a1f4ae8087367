"""The audit for unintended effects: once a quarter, the team and the stewards read whether measuring does harm.

What it says are patterns and questions, never verdicts, and never anything of a person. Each part has
its own rule about what may be told: `scrutiny`, `promises`, `pulse`, and `bot.metrics.signs`.
"""
