"""Files that go from laptop to laptop, and whom one knows (docs/exchange-format.md)."""
