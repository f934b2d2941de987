// One line a step: a spinner with the seconds on a terminal, plain lines elsewhere; a step's own output only when it fails.
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

const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/** Shows `title` while `work` runs. Lines go to stderr, so that stdout stays the program's own. */
export async function showing(title, quiet, work) {
  const out = process.stderr;
  const startedAt = performance.now();
  const live = !quiet && out.isTTY;
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % frames.length;
    out.write(`\r\x1b[2K${frames[frame]} ${title} ${seconds(startedAt)}`);
  };
  const timer = live ? setInterval(draw, frameMs) : undefined;
  if (!quiet && !live) out.write(`· ${title} …\n`);
  const end = (mark) => {
    clearInterval(timer);
    if (!quiet || mark === '✗') out.write(`${live ? '\r\x1b[2K' : ''}${mark} ${title} ${seconds(startedAt)}\n`);
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

/**
 * Runs a command to its end and gives what it printed; throws StepFailed with that when it fails. A Ctrl-C or SIGTERM
 * meanwhile ends the command first and then this process.
 */
export function run(step, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-maxOutputChars);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let stoppedBy = null;
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, stop);
    const settle = (settled) => {
      for (const signal of signals) process.off(signal, stop);
      if (stoppedBy) process.exit(stoppedBy === 'SIGINT' ? 130 : 143);
      settled();
    };
    child.on('error', (error) => settle(() => reject(new StepFailed(step, error.message, output))));
    child.on('close', (code, signal) =>
      settle(() =>
        code === 0 ? resolve(output) : reject(new StepFailed(step, signal ?? `exit code ${code}`, output)),
      ),
    );
  });
}
