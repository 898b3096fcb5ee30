-- name: limit_times
-- Of this session, until it ends. What an older server does not know is left out.
SELECT
    set_config('idle_in_transaction_session_timeout', CAST(CAST(:idle_s AS integer) || 's' AS text), false),
    CASE
        WHEN CAST(current_setting('server_version_num') AS integer) >= 170000
        THEN set_config('transaction_timeout', CAST(CAST(:transaction_s AS integer) || 's' AS text), false)
    END;

-- name: lift_limits
-- Until the transaction ends that this is in.
SELECT
    set_config('idle_in_transaction_session_timeout', '0', true),
    CASE
        WHEN CAST(current_setting('server_version_num') AS integer) >= 170000
        THEN set_config('transaction_timeout', '0', true)
    END;
