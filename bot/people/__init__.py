"""What Coach must know of a person to write to them at a humane hour."""
