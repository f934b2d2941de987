// One preparation at a time in a clone: two installs at once would leave half of each.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 200;
/** A lock that names no process is not about to be written any more after so long. */
const abandonedMs = 10_000;

/**
 * Holds `file` while `work` runs; waits for another living process that holds it and takes over from a dead one. `onWait`
 * is told once, with the holder's number: null when the file names none.
 */
export async function whileLocked(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!create(file)) {
    const lock = read(file);
    if (lock === null) continue;
    if (isLeft(lock)) breakLock(file, lock);
    else {
      if (!told) onWait(lock.pid);
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
  const mine = `${file}.${process.pid}`;
  try {
    writeFileSync(mine, `${process.pid} ${bornAt(process.pid)}`);
    // link, unlike open with O_EXCL, makes the file with its content: what is cut off in between leaves no lock.
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** What is in a lock and how old it is; null when it was just released. */
function read(file) {
  try {
    const ageMs = Math.abs(Date.now() - statSync(file).mtimeMs);
    const text = readFileSync(file, 'utf8');
    const [pid, born = ''] = text.split(' ');
    return { text, pid: Number.parseInt(pid, 10) || null, born, ageMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a lock's holder is gone. */
function isLeft({ pid, born, ageMs }) {
  // A power cut can leave a file without what was written to it.
  if (pid === null) return ageMs > abandonedMs;
  const now = bornAt(pid);
  if (now === null) return true;
  // Where no time of birth is known, this process is at least not one from before that had its number.
  if (born === '' || now === '') return pid === process.pid;
  return now !== born;
}

/**
 * Tells a process from any other that has or had its number: on Linux its time of birth, elsewhere ''. null when there is
 * none of that number. The database package has the same for what runs later: this here runs before anything is built.
 */
function bornAt(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything; the fields behind it are numbered from 3 (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // One that only waits for its parent to take note of its end.
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    // Ticks since the boot: with the boot's id, or the next boot would repeat them.
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)}-${fields[19]}`;
  } catch {
    return '';
  }
}

/** Two waiters must not both break the lock: the second would remove the lock the first has just taken. */
function breakLock(file, left) {
  const breaking = `${file}.breaking`;
  if (!create(breaking)) {
    const breaker = read(breaking);
    if (breaker && isLeft(breaker)) rmSync(breaking, { force: true });
    return;
  }
  try {
    if (read(file)?.text === left.text) rmSync(file, { force: true });
  } finally {
    rmSync(breaking, { force: true });
  }
}
