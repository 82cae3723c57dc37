/**
 * Runs before `npm start` and `npm test`: installs the packages of package-lock.json if node_modules differs from it, else changes nothing
 * and makes no request. Plain JavaScript, because a Node that strips no types must read it. `--all`: developers' packages too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The lock file of the installing process; a second start waits for it. */
const LOCK = '.installing';
/** Milliseconds between two looks at the lock. */
const LOOK_AGAIN = 200;
/** Milliseconds after which a lock without a process id counts as abandoned: its process was killed while taking it. */
const MOST_UNNAMED = 10_000;

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** npm's record of the installed packages (lockfileVersion 3); undefined if there is none, or the installation is incomplete. */
function readInstalled() {
  try {
    return read('node_modules/.package-lock.json').packages;
  } catch {
    return undefined;
  }
}

const sorted = (names = {}) => JSON.stringify(Object.entries(names).sort());

/** If manifest and lock file differ, `npm ci` explains what to do. */
const isInStep = (manifest, root = {}) =>
  ['dependencies', 'devDependencies'].every((kind) => sorted(manifest[kind]) === sorted(root[kind]));

/** True if developers' packages are needed. Node itself is one: an older Node needs it to run TypeScript. */
function needsDevelopment(installed) {
  if (process.argv.includes('--all') || !process.features.typescript) return true;
  const omitted = process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit ?? '');
  return installed ? Object.values(installed).some(({ dev }) => dev) : !omitted;
}

function fits(packages, installed, development) {
  const wanted = Object.entries(packages).filter(([path]) => path !== '');
  const isThere = ([path, { version, integrity, optional, devOptional, dev }]) => {
    const found = installed[path];
    if (!found) return optional || devOptional || (dev && !development);
    const same = found.version === version && (!integrity || found.integrity === integrity);
    return same && existsSync(`${path}/package.json`);
  };
  // An unknown package of an earlier lock file could be loaded in place of another.
  const isKnown = ([path, { extraneous }]) => extraneous || path in packages;
  return wanted.every(isThere) && Object.entries(installed).every(isKnown);
}

/** Says whether developers' packages must be installed too; undefined if nothing is missing. */
function missing() {
  const { packages } = read('package-lock.json');
  const installed = readInstalled();
  const development = needsDevelopment(installed);
  const whole = installed && isInStep(read('package.json'), packages['']);
  return whole && fits(packages, installed, development) ? undefined : { development };
}

function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Returns nothing if the lock has gone meanwhile, or is not written yet. */
function readHolder() {
  try {
    return readFileSync(LOCK, 'utf8');
  } catch {
    return '';
  }
}

/** True if the lock's process has died. */
function isLeft() {
  const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = readHolder();
  return holder === '' ? age > MOST_UNNAMED : !isRunning(Number(holder));
}

/** False if another process has the lock, or had it and died. */
function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isLeft()) rmSync(LOCK, { force: true });
    return false;
  }
}

/** Runs `npm ci` by the npm and Node that run this script: the Node in node_modules is about to be replaced. */
function npmCi({ development }) {
  const words = ['ci', '--no-audit', '--no-fund', '--prefer-offline'];
  words.push(development ? '--include=dev' : '--omit=dev');
  const { npm_execpath: npm = '', npm_node_execpath: node = process.execPath } = process.env;
  const isNpm = basename(npm).startsWith('npm');
  const [program, first] = isNpm ? [node, [npm]] : ['npm', []];
  const { status, error } = spawnSync(program, [...first, ...words], { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

async function install() {
  for (let tries = 0; missing(); tries++) {
    if (!takeLock()) {
      if (tries === 1) console.error(`Another start installs already (${LOCK}); this one waits for it …`);
      await pause(LOOK_AGAIN);
      continue;
    }
    try {
      const what = missing();
      if (!what) return 0;
      console.error('Installing what package-lock.json names …');
      const status = npmCi(what);
      if (status !== 0) return status;
      if (missing()) console.error('npm ci is done, but node_modules does not fit package-lock.json still.');
      return 0;
    } finally {
      rmSync(LOCK, { force: true });
    }
  }
  return 0;
}

/** True if the package `node` is usable: its install script puts the program there, unless `ignore-scripts` in .npmrc forbids it. */
const isNodeAmong = () => ['node', 'node.exe'].some((name) => existsSync(`node_modules/node/bin/${name}`));

/** Explains an old Node: one that strips no types would fail at the first file with an unhelpful error. */
function tellOldNode() {
  if (process.features.typescript || isNodeAmong()) return 0;
  console.error(
    `Node ${process.versions.node} runs no TypeScript, and the node of package-lock.json has not been put in place: its script did not run.\n` +
      'Let it, or use Node 24: npm rebuild node --ignore-scripts=false',
  );
  return 1;
}

try {
  process.exitCode = (await install()) || tellOldNode();
} catch (error) {
  console.error(`Packages cannot be installed: ${error.message}\nRun as the folder's owner: npm ci`);
  process.exitCode = 1;
}
