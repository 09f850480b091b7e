"""SQLModel, and what is used of SQLAlchemy under it: the one door to both.

Two threads that import a large package for the first time by different doors can wait for one another; Python then
hands one of them half a package, and every later import of it fails. So SQLAlchemy itself is imported first, here.
"""

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, col, select

__all__ = ["DBAPIError", "Engine", "Field", "SQLModel", "Session", "StaticPool", "col", "create_engine", "select"]
