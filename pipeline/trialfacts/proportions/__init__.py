"""How proportions are read: counts, totals and percentages, alone, together and in lists."""
