-- name: all_policies
-- A few rows a site, for every process to hold.
SELECT site_id, kind, policy FROM masking_policies;

-- name: policies_of_site
-- By masking_policies_pkey.
SELECT site_id, kind, policy FROM masking_policies WHERE site_id = :site_id;

-- name: set_policy
INSERT INTO masking_policies (site_id, kind, policy) VALUES (:site_id, :kind, :policy)
ON CONFLICT (site_id, kind) DO UPDATE SET policy = excluded.policy;
