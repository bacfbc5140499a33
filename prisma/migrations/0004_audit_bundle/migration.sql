-- A bundle may hold what one audit covers and nothing else; its auditors may have it.
ALTER TABLE bundle ADD COLUMN audit_id uuid REFERENCES audit (id) ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX bundle_audit_id ON bundle (audit_id);
