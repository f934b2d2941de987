// One preparation at a time in a clone: two installs at once would leave half of each.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 200;
/** A lock being broken is broken within milliseconds; one left for longer belongs to a process that died doing it. */
const breakingMs = 10_000;

/** Holds `file` while `work` runs; waits for another living process that holds it and takes over from a dead one. */
export async function whileLocked(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!create(file)) {
    const holder = readHolder(file);
    if (holder !== null && !isAlive(holder)) breakLock(file, holder);
    else {
      if (!told) onWait(holder);
      told = true;
      await sleep(pollMs);
    }
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function create(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock; null while it is just being written or was just released. */
function readHolder(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two waiters must not both break the lock: the second would remove the lock the first has just taken. */
function breakLock(file, deadHolder) {
  const breaking = `${file}.breaking`;
  if (!create(breaking)) {
    try {
      if (Date.now() - statSync(breaking).mtimeMs > breakingMs) rmSync(breaking, { force: true });
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    return;
  }
  try {
    if (readHolder(file) === deadHolder) rmSync(file, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}
