/** How far agents have read, and until when (ms) a mark is kept. May be repeated. */
export const READ_MARK_TABLE = `
  CREATE TABLE IF NOT EXISTS read_mark (
    session INTEGER,
    agent TEXT,
    seq INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (session, agent)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS read_mark_expires ON read_mark (expires);
`
