/** Disks for child processes that a test can fill, or that can only be read: in a mount namespace where the machine lets us. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is put before a command, so that it sees the disk. */
type Through = (command: readonly string[]) => readonly string[];

/** `mounts` false: as on a machine where nothing may be mounted. */
type Where = { home: string; mounts: boolean };

type Mounted = { through: Through; root: string; end(): Promise<void> };

const ROOT_USER = process.getuid?.() === 0;

/** A namespace of its own with these mounts, for as long as this process lives; commands begin in `home`. undefined: not here. */
async function mounted(script: string, { home, mounts }: Where): Promise<Mounted | undefined> {
  if (!mounts || process.platform !== 'linux') return undefined;
  const user = ROOT_USER ? [] : ['--user', '--map-root-user'];
  const holder = spawn('unshare', [...user, '--mount', 'sh', '-ec', `${script}\necho ready\nexec cat`]);
  const answer = await Promise.race([
    once(holder.stdout, 'data').then(String),
    once(holder, 'exit').then(() => 'no'),
    once(holder, 'error').then(() => 'no'),
  ]);
  if (!answer.startsWith('ready')) return undefined;
  const as = ROOT_USER ? [] : ['--user', '--preserve-credentials'];
  return {
    through: (command) => [
      ...['nsenter', '--target', String(holder.pid), ...as, '--mount', '--'],
      ...['sh', '-c', 'cd "$0" && exec "$@"', home, ...command],
    ],
    root: `/proc/${holder.pid}/root`,
    async end() {
      holder.stdin.end();
      if (holder.exitCode === null) await once(holder, 'exit');
    },
  };
}

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

export type SmallDisk = {
  /** `tmpfs`: ENOSPC, as a full disk says it. `limit`: no file may grow (RLIMIT_FSIZE), where nothing may be mounted. */
  way: 'tmpfs' | 'limit';
  through: Through;
  /** Of a process that runs already: its limit is to change with the disk. */
  adopt(child: Pick<ChildProcess, 'pid'>): void;
  /** Nothing more fits than so many bytes. */
  fill(room: number): void;
  free(): void;
  /** The disk's folder, as this process can look into it. */
  seen: string;
  end(): Promise<void>;
};

/** A disk of so many megabytes at `folder`, which exists. Whoever opens it ends it. */
export async function smallDisk(folder: string, megabytes: number, where: Where): Promise<SmallDisk> {
  const namespace = await mounted(`mount -t tmpfs -o size=${megabytes}m tmpfs ${quoted(folder)}`, where);
  return namespace ? tmpfs(namespace, folder, megabytes) : limited(folder);
}

function tmpfs({ through, root, end }: Mounted, folder: string, megabytes: number): SmallDisk {
  const seen = join(root, folder);
  const filler = join(seen, 'filler');
  return {
    ...{ way: 'tmpfs', through, seen, end },
    adopt() {},
    fill(room) {
      try {
        writeFileSync(filler, new Uint8Array(megabytes * 1024 * 1024));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
      execFileSync('truncate', ['--size', `-${room}`, filler]);
    },
    free: () => rmSync(filler, { force: true }),
  };
}

/** What prlimit(1) does to one that runs, ulimit does to one that starts. */
function limited(folder: string): SmallDisk {
  const running: number[] = [];
  let blocks: string = 'unlimited';
  const setAll = (bytes: number | 'unlimited') => {
    blocks = bytes === 'unlimited' ? bytes : String(Math.ceil(bytes / 512));
    for (const pid of running) execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  };
  return {
    way: 'limit',
    through: (command) => ['sh', '-c', `ulimit -S -f ${blocks}; exec "$@"`, 'sh', ...command],
    adopt: ({ pid }) => void running.push(pid!),
    fill: (room) => setAll(room === 0 ? 0 : largest(folder) + room),
    free: () => setAll('unlimited'),
    seen: folder,
    end: async () => {},
  };
}

const largest = (folder: string): number =>
  Math.max(0, ...readdirSync(folder).map((name) => statSync(join(folder, name)).size));

export type StillDisk = { way: 'mount' | 'mode'; through: Through; end(): Promise<void> };

/** `folder` as it is, on a disk that can only be read; where nothing may be mounted, by its modes, which bind root by no capability. */
export async function readOnlyDisk(folder: string, where: Where): Promise<StillDisk> {
  const bind = `mount --bind ${quoted(folder)} ${quoted(folder)}\nmount -o remount,ro,bind ${quoted(folder)}`;
  const namespace = await mounted(bind, where);
  if (namespace) return { way: 'mount', ...namespace };
  const all = ['.', ...readdirSync(folder, { recursive: true }).map(String)].map((name) =>
    join(folder, name),
  );
  const modes = all.map((path) => [path, statSync(path).mode] as const);
  for (const [path, mode] of modes) chmodSync(path, mode & 0o555);
  const dropped = [
    'setpriv',
    '--bounding-set=-dac_override,-dac_read_search',
    '--inh-caps=-dac_override',
    '--',
  ];
  return {
    way: 'mode',
    through: (command) => [...(ROOT_USER ? dropped : []), ...command],
    end: async () => {
      for (const [path, mode] of modes) chmodSync(path, mode);
    },
  };
}
