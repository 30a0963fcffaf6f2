"""What leaves the house: the post, the outbox, and the register of what was sent."""
