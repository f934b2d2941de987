import { isPortFree } from '@millrace/database';
import { expect, it } from 'vitest';
import { claimPort } from './ports.ts';

it('takes any port that is free, and that no connection which goes out is given before the program listens', async () => {
  for (let i = 0; i < 20; i++) {
    const port = await claimPort(0, 'a test', 'none');
    expect(port).toBeLessThan(32_768);
    expect(await isPortFree(port)).toBe(true);
  }
});
