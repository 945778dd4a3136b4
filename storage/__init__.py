"""The database: SQLite on one machine, PostgreSQL on many; both keep the promises of ``plans.ports``."""
