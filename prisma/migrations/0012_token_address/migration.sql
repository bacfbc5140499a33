-- Where a token was last used from.
ALTER TABLE token ADD COLUMN last_used_from text;
