-- The index is made of a scan of all conversations, during which nobody writes; so nothing else is locked meanwhile, and readers
-- read on.
CREATE INDEX conversations_merged ON conversations (site_id, merged_into_id) WHERE merged_into_id IS NOT NULL;

-- As in migration 0041. What was merged into one that goes points nowhere.
CREATE OR REPLACE FUNCTION mark_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'entries' THEN
            INSERT INTO changed_objects (site_id, kind, id, seq)
            SELECT site_id, 'message', conversation_id, seq FROM gone WHERE kind = 'message' ON CONFLICT DO NOTHING;
        WHEN 'conversations' THEN
            INSERT INTO changed_objects (site_id, kind, id)
            SELECT site_id, 'conversation', id FROM gone ON CONFLICT DO NOTHING;
            UPDATE conversations AS c
            SET merged_into_id = NULL
            FROM gone
            WHERE c.site_id = gone.site_id AND c.merged_into_id = gone.id;
        ELSE
            INSERT INTO changed_objects (site_id, kind, id)
            SELECT site_id, 'customer', id FROM gone ON CONFLICT DO NOTHING;
    END CASE;
    RETURN NULL;
END;
$$;
