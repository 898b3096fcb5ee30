-- Exports that are made beside the chats: who asked for what, how far it is, and until when its file is there. The rows of
-- the table itself are about nobody; the file is in the folder of files, and goes when anybody on its sites is erased.
CREATE TABLE export_jobs (
    id uuid PRIMARY KEY,
    operator_id uuid REFERENCES operators (id),
    api_key_id uuid REFERENCES api_keys (id),
    site_ids uuid[] NOT NULL CHECK (site_ids <> '{}'),
    kind text NOT NULL,
    form text NOT NULL,
    columns text[] NOT NULL CHECK (columns <> '{}'),
    since timestamptz NOT NULL,
    before timestamptz,
    delimiter text NOT NULL,
    has_mark boolean NOT NULL,
    is_masked boolean NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'ended')),
    reason text NOT NULL DEFAULT '',
    asked_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    runs integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    started_at timestamptz,
    reads_from timestamptz,
    rows_done bigint NOT NULL DEFAULT 0,
    rows_about bigint,
    size_bytes bigint,
    finished_at timestamptz,
    expires_at timestamptz,
    leased_by uuid,
    leased_until timestamptz,
    link_sha256 bytea,
    link_session_id uuid,
    link_until timestamptz,
    CHECK (num_nonnulls(operator_id, api_key_id) = 1),
    CHECK (state <> 'running' OR leased_until IS NOT NULL),
    CHECK (state <> 'done' OR (size_bytes IS NOT NULL AND expires_at IS NOT NULL))
);
COMMENT ON COLUMN export_jobs.is_masked IS 'Contacts are masked as the sites say: whoever asked does not see them.';
COMMENT ON COLUMN export_jobs.state IS 'ended: it was done, and its file is gone.';
COMMENT ON COLUMN export_jobs.reason IS 'ryadom.store.export_jobs.Reason: why it failed, was cancelled or has ended.';
COMMENT ON COLUMN export_jobs.runs IS 'How often it was begun; with the id it is the name of the file.';
COMMENT ON COLUMN export_jobs.tries IS 'How often it was begun, but for those times when the server was stopped in between.';
COMMENT ON COLUMN export_jobs.reads_from IS 'Whoever is erased from then on may be in the file.';
COMMENT ON COLUMN export_jobs.rows_about IS 'How many Postgres expects.';
COMMENT ON COLUMN export_jobs.link_sha256 IS 'Of the one link to the file that is good, for one session, once, until link_until.';
CREATE INDEX export_jobs_open ON export_jobs (due_at) WHERE state IN ('queued', 'running');
CREATE INDEX export_jobs_kept ON export_jobs (expires_at) WHERE state = 'done';
CREATE INDEX export_jobs_operator ON export_jobs (operator_id, asked_at);
CREATE INDEX export_jobs_key ON export_jobs (api_key_id, asked_at);
CREATE INDEX export_jobs_asked ON export_jobs (asked_at);

-- As visitors_erased: who was blocked since an export was made, whose file must go then.
CREATE INDEX visitors_blocked ON visitors (site_id, blocked_at) WHERE blocked_at IS NOT NULL;
