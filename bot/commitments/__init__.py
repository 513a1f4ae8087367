"""What two people agreed after a conversation, when they are reminded, and whether it helped."""
