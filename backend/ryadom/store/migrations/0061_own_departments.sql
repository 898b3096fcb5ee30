-- An operator may be limited to what is of their own departments, and whoever changes a colleague names what they have seen.
ALTER TABLE operators
    ADD COLUMN sees_own_departments_only boolean NOT NULL DEFAULT false,
    ADD COLUMN place_version bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN operators.sees_own_departments_only IS
    'Of conversations they see those of their departments, those they lead and those of no department. Counts for supervisors and operators only.';
COMMENT ON COLUMN operators.place_version IS
    '0, 1, 2 …: of role, sites, departments and limit of sight together; whoever changes them names the one they have seen.';

ALTER TABLE operator_invitations
    ADD COLUMN department_ids uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN sees_own_departments_only boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN operator_invitations.department_ids IS 'In which departments of those sites they will be, as far as these are offered by then.';
