"""What is owed: the campaign as data, its calendar, the law of deadlines: pure functions of (plan, facts, day)."""
