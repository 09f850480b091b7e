"""The drawing kit of every print: a layout of plain shapes first, then ink on a reportlab canvas."""
