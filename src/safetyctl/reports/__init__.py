"""What goes out: facts become a report (a plain value), writers lay it out, a bundle holds it together."""
