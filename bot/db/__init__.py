"""The database, with no subject matter."""

from sqlalchemy import Connection

from bot.db import due
from bot.db.engine import Database
from bot.db.session import Session
from bot.db.together import Together
from bot.db.upsert import insert, insert_new

__all__ = ["Connection", "Database", "Session", "Together", "due", "insert", "insert_new"]
