"""What lays a report out: letters, workbooks, pages, papers, calendars. They decide nothing."""
