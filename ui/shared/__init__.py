"""Widgets that screens are made of; docs/ui-kit.md says which one is for what."""
