"""What every process of these tests needs, imported before it is forked: that is most of its life."""

import gc

import alembic.command  # noqa: F401
import holidays  # noqa: F401
import psycopg  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

import bot.configured
import bot.manifest
import bot.running  # noqa: F401
import tests.command
import tests.commitments.worker
import tests.reliability.claiming
import tests.reliability.naive  # noqa: F401

gc.freeze()  # a fork copies no page only to look for garbage on it
