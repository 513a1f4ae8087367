"""The database, with no subject matter."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.db.engine import Database

__all__ = ["Connection", "Database", "Session"]
