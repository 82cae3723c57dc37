/** One server per DATA_DIR (single instance): a lock that the operating system drops when the process dies, however it dies. */
import { DatabaseSync } from 'node:sqlite';
import { BroadsheetError } from '../../domain/error.ts';

/** Takes `file` or throws `locked`. SQLite's exclusive lock is an fcntl lock: no stale pid files after kill -9. */
export function takeLock(file: string): { release(): void } {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    // SQLITE_BUSY (sqlite.org/rescode.html); anything else is the disk's trouble, not another server.
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    // Without the cause: the locked file only shows that another server runs, and is no further news.
    throw new BroadsheetError('locked', 'Another server is running on this DATA_DIR.', {
      remedy: 'Stop it, or give this one a DATA_DIR (and a PORT) of its own.',
    });
  }
  return { release: () => db.close() };
}
