import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-fingerprint-'));
  mkdirSync(join(root, 'src/part'), { recursive: true });
  writeFileSync(join(root, 'src/part/code.ts'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('it is another when a file is changed, renamed or there is one more', () => {
  const hashes = [fingerprint(root, ['src'])];
  writeFileSync(join(root, 'src/part/code.ts'), 'two');
  hashes.push(fingerprint(root, ['src']));
  writeFileSync(join(root, 'src/part/more.ts'), '');
  hashes.push(fingerprint(root, ['src']));
  expect(new Set(hashes).size).toBe(3);
});

test('the lock that an editor keeps beside a file, a link that leads nowhere, changes nothing', () => {
  const before = fingerprint(root, ['src']);
  symlinkSync('ada@laptop.4711:1796000000', join(root, 'src/part/.#code.ts'));
  expect(fingerprint(root, ['src'])).toBe(before);
});

test('a link to a file counts as that file, and one to a folder is not followed', () => {
  writeFileSync(join(root, 'elsewhere.ts'), 'one');
  symlinkSync(join(root, 'elsewhere.ts'), join(root, 'src/linked.ts'));
  symlinkSync(root, join(root, 'src/round'));
  const before = fingerprint(root, ['src']);
  writeFileSync(join(root, 'elsewhere.ts'), 'two');
  expect(fingerprint(root, ['src'])).not.toBe(before);
});
