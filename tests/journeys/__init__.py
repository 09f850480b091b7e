"""Whole stories, told to the program as a person tells them."""
