"""Reports: how much was written, how soon it was answered, how it was rated; docs/reports.md defines each figure."""
