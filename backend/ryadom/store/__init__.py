"""Postgres: one module and one `.sql` file per noun. Nothing else in Ryadom speaks SQL or imports a driver."""
