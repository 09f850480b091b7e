"""From a spreadsheet to the ledger: read, find the headings, classify row by row, write in one transaction."""
