"""The evidence of a run as a workbook: `evidence.xlsx`."""
