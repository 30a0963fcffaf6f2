"""Lists of people and of drills, read into what they say of each."""
