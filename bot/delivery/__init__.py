"""What Slack asks of Coach and what Coach posts: each done once."""
