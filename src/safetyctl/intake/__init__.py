"""What comes in: a workbook as schools keep it, read into candidates and their problems."""
