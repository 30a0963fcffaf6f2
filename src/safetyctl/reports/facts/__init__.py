"""What a report knows and how it says it: plain values, read once, and the words for them."""
