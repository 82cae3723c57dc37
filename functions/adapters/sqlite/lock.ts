/** A lock for one server per DATA_DIR (single instance). The operating system drops the lock whenever the process dies. */
import { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';

/** Takes `file` or throws `locked`. SQLite's exclusive lock is an fcntl lock: no stale pid files after kill -9. */
export function takeLock(file: string): { release(): void } {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    // 5 is SQLITE_BUSY (sqlite.org/rescode.html). Any other error is a fault of the disk, not another server.
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    // The error has no cause: "database is locked" would tell an operator nothing more.
    throw new BroadsheetError('locked', 'Another server is running on this DATA_DIR.', {
      remedy: 'Stop that server, or give this one a DATA_DIR (and a PORT) of its own.',
    });
  }
  return { release: () => db.close() };
}
