import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

/** What the specification recommends or allows and this server leaves out on purpose; a MUST is never here. */
const deviations: { readonly [audit: string]: string } = {
  '572B':
    'A text that does not parse is 400 for application/json too, as Apollo Server has it: proxies and logs see it.',
  FDE2: 'So is one that does not validate.',
  '7B9B': 'So are variables that do not fit.',
  '5A70': 'A GET without a preflighted header could come from any website: CSRF prevention refuses it.',
  D6D5: 'As 5A70.',
  '6A70': 'As 5A70.',
};

describe('GraphQL over HTTP, by graphql-http’s audits', () => {
  const audits = serverAudits({ url: () => `${api.url}/graphql`, fetchFn: fetch });
  for (const audit of audits) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (audit.id in deviations) {
        expect(audit.name).not.toMatch(/^MUST/);
        expect(result.status, 'a deviation that is none any more').not.toBe('ok');
      } else {
        expect(result).toMatchObject({ status: 'ok' });
      }
    });
  }
});
