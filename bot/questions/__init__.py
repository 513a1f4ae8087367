"""Questions: anybody of a team may doubt one of its numbers, and gets an answer."""
