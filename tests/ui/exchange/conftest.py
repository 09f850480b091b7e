"""Laptops that send each other files, as the tests of merging have them."""

from tests.models.merging.conftest import district, offices, street

__all__ = ["district", "offices", "street"]
