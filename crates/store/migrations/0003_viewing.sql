-- As whom pages are looked at, the identity as JSON, while nothing is changed. Null: as the persona that acts.
ALTER TABLE sessions ADD COLUMN viewing TEXT;
