"""Applies what is new in migrations/, in order, each in one transaction with its own record."""

import os
import pathlib

import psycopg

FOLDER = pathlib.Path(__file__).parent / "migrations"


def main():
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute("CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)")
        done = {name for (name,) in database.execute("SELECT name FROM migrations")}
        for path in sorted(FOLDER.glob("*.sql")):
            if path.name in done:
                continue
            with database.transaction():
                database.execute(path.read_text())
                database.execute("INSERT INTO migrations (name) VALUES (%s)", (path.name,))
            print(f"applied {path.name}", flush=True)


if __name__ == "__main__":
    main()
