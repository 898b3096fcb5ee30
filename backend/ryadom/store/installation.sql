-- name: identify
-- The cluster's own number, given by initdb, and this database's within it.
SELECT
    CAST((SELECT system_identifier FROM pg_control_system()) AS text) AS cluster,
    CAST((SELECT oid FROM pg_database WHERE datname = current_database()) AS text) AS database;
