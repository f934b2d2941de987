// A file past 300 lines holds two concepts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, trackedFiles } from './tracked-files.mjs';

const maxLines = 300;

const long = trackedFiles('*.ts', '*.tsx', '*.mjs', '*.css')
  .filter((file) => !file.includes('/generated/'))
  .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > maxLines);
for (const { file, lines } of long) process.stdout.write(`${file}: ${lines} lines, more than ${maxLines}\n`);
process.exitCode = long.length > 0 ? 1 : 0;
