"""Who is in which team, and what the team owns: `coach.yml`."""
