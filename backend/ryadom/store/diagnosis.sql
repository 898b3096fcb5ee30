-- name: diagnose
-- One row about the server, our role and this connection.
SELECT current_setting('server_version') AS version,
       CAST(current_setting('server_version_num') AS int) AS version_number,
       current_setting('server_encoding') AS encoding,
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
       COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_encrypted,
       inet_server_addr() IS NULL AS is_local,
       pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS is_read_only,
       pg_database_size(current_database()) AS size_bytes,
       clock_timestamp() AS clock,
       current_setting('fsync') = 'on' AS is_flushed,
       current_setting('synchronous_commit') AS synchronous_commit,
       current_setting('synchronous_standby_names') AS synchronous_standbys,
       (SELECT count(*) FROM pg_stat_replication) AS standby_count;
