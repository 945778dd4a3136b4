"""What somebody does to the trail who owns the database and takes its guards away first."""

from sqlalchemy import Connection

from storage.database import Database
from storage.triggers import ON_SQLITE


async def forge(database: Database, *statements: str) -> None:
    """Do this past triggers and authorizer; every statement must change something."""

    def forged(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            for trigger in ON_SQLITE:
                connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        for statement in statements:
            assert connection.exec_driver_sql(statement).rowcount, statement

    await database._unguarded(forged)
