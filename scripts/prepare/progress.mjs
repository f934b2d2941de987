// What is being done: on a terminal a spinner with the seconds of every step that runs, elsewhere plain lines; a step's own
// output only when it fails.
import { spawn } from 'node:child_process';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
/** A step that fails rarely says why at the beginning of very long output. */
const maxOutputChars = 64 * 1024;

export class StepFailed extends Error {
  constructor(step, reason, output) {
    super(`${step} failed (${reason})`);
    this.name = 'StepFailed';
    this.step = step;
    this.output = output;
  }
}

const out = process.stderr;
const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** Steps that run now, each with its title and when it began; the spinner's line has them all. */
const shown = new Set();
let frame = 0;
let timer;

function draw() {
  frame = (frame + 1) % frames.length;
  const steps = [...shown].map(({ title, startedAt }) => `${frames[frame]} ${title} ${seconds(startedAt)}`);
  out.write(`\r\x1b[2K${steps.join('   ')}`);
}

/** Shows `title` while `work` runs. Lines go to stderr, so that stdout stays the program's own. */
export async function showing(title, quiet, work) {
  const step = { title, startedAt: performance.now() };
  const live = !quiet && out.isTTY;
  if (live) {
    shown.add(step);
    timer ??= setInterval(draw, frameMs);
  } else if (!quiet) out.write(`· ${title} …\n`);
  const end = (mark) => {
    shown.delete(step);
    if (shown.size === 0) timer = clearInterval(timer);
    if (!quiet || mark === '✗') out.write(`${live ? '\r\x1b[2K' : ''}${mark} ${title} ${seconds(step.startedAt)}\n`);
  };
  try {
    const result = await work();
    end('✓');
    return result;
  } catch (error) {
    end('✗');
    throw error;
  }
}

/** Commands that run now. */
const children = new Set();
let stoppedBy = null;

function stop(signal) {
  stoppedBy ??= signal;
  for (const child of children) child.kill(signal);
}

/**
 * Runs a command to its end and gives what it printed; throws StepFailed with that when it fails. A Ctrl-C or SIGTERM
 * meanwhile ends all commands first and then this process.
 */
export function run(step, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // Another is still ending, and this process with it.
    if (stoppedBy) return;
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-maxOutputChars);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    if (children.size === 0) for (const signal of signals) process.on(signal, stop);
    children.add(child);
    const settle = (settled) => {
      children.delete(child);
      if (children.size === 0) {
        for (const signal of signals) process.off(signal, stop);
        if (stoppedBy) process.exit(stoppedBy === 'SIGINT' ? 130 : 143);
      }
      // Otherwise the last of them ends this process.
      if (!stoppedBy) settled();
    };
    child.on('error', (error) => settle(() => reject(new StepFailed(step, error.message, output))));
    child.on('close', (code, signal) =>
      settle(() =>
        code === 0 ? resolve(output) : reject(new StepFailed(step, signal ?? `exit code ${code}`, output)),
      ),
    );
  });
}
