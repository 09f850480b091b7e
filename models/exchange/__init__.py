"""Files that go from laptop to laptop: writing and reading .jhx, identities, whom one knows (docs/exchange-format.md)."""
