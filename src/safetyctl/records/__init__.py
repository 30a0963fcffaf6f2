"""What people do: the lifecycle of each noun and its rules, as functions over an open transaction."""
