/** A schema that is brought two steps further, on a database with many rows: `node one-migration.ts <file>`. */
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { MIGRATIONS } from '../../../functions/adapters/sqlite/migrations.ts';

/** What a step may do: a column with a value for everybody, then an index over it. */
const STEPS = [
  `ALTER TABLE subscribers ADD COLUMN mood TEXT NOT NULL DEFAULT '';
   UPDATE subscribers SET mood = 'mood of ' || email;`,
  'CREATE INDEX subscribers_mood ON subscribers (mood);',
];

openDatabase(process.argv[2]!, { durable: true, migrations: [...MIGRATIONS, ...STEPS] }).close();
