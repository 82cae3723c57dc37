/**
 * Before `npm start` and `npm test`: installs what package-lock.json names where node_modules does not fit it, and else touches
 * nothing and asks nobody. Plain JavaScript: a Node that strips no types must read it. `--all`: what only developers need, too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The process that installs; a second start waits for it. */
const LOCK = '.installing';
/** Milliseconds. */
const LOOK_AGAIN = 200;
/** Milliseconds after which a lock that names no process is one that was killed as it took it. */
const MOST_UNNAMED = 10_000;

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What npm says that it has installed (lockfileVersion 3); undefined: nothing, or not to the end. */
function readInstalled() {
  try {
    return read('node_modules/.package-lock.json').packages;
  } catch {
    return undefined;
  }
}

const sorted = (names = {}) => JSON.stringify(Object.entries(names).sort());

/** Where the two differ `npm ci` says what to do. */
const isInStep = (manifest, root = {}) =>
  ['dependencies', 'devDependencies'].every((kind) => sorted(manifest[kind]) === sorted(root[kind]));

/** Node itself is a package for developers: an older one needs it to run TypeScript. */
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
  // A package that the lock file knew before may be found in place of another.
  const isKnown = ([path, { extraneous }]) => extraneous || path in packages;
  return wanted.every(isThere) && Object.entries(installed).every(isKnown);
}

/** undefined: all is there. */
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

/** Nothing where the lock is gone meanwhile, or not yet written. */
function readHolder() {
  try {
    return readFileSync(LOCK, 'utf8');
  } catch {
    return '';
  }
}

/** The lock's process is gone. */
function isLeft() {
  const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = readHolder();
  return holder === '' ? age > MOST_UNNAMED : !isRunning(Number(holder));
}

/** False: another process has it, or had it and is gone. */
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

/** The npm that runs us, by the Node that runs it: the one in node_modules is about to be replaced. */
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

/** Its script puts it there, which `ignore-scripts` in somebody's .npmrc keeps from running. */
const isNodeAmong = () => ['node', 'node.exe'].some((name) => existsSync(`node_modules/node/bin/${name}`));

/** A Node that strips no types would end at the first file, with words that help nobody. */
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
