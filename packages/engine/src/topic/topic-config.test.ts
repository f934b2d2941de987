import { describe, expect, it } from 'vitest';
import {
  applyTopicConfig,
  resolveTopicConfig,
  type TopicConfigOverrides,
  topicConfigDefinitions,
} from './topic-config.ts';

const invalid = (naming: RegExp) =>
  expect.objectContaining({ code: 'INVALID_CONFIG', message: expect.stringMatching(naming) });

describe('topic configuration', () => {
  it('is the defaults where nothing is set', () => {
    expect(resolveTopicConfig({})).toEqual({
      keyFormat: 'STRING',
      valueFormat: 'JSON',
      compressionType: 'NONE',
      maxMessageBytes: 1_048_588,
      messageTimestampType: 'CREATE_TIME',
      messageTimestampBeforeMaxMs: -1,
      messageTimestampAfterMaxMs: -1,
      keyIndex: 'NONE',
      segmentBytes: 1024 ** 3,
      segmentMs: 604_800_000,
      retentionMs: 604_800_000,
      retentionBytes: -1,
      cleanupPolicy: 'DELETE',
      deleteRetentionMs: 86_400_000,
      minCompactionLagMs: 0,
      maxCompactionLagMs: -1,
    });
  });

  it('lays changes over what was set; null goes back, undefined changes nothing', () => {
    const set = applyTopicConfig(
      { keyFormat: 'BYTES', segmentMs: 5_000 },
      { keyFormat: null, segmentMs: undefined, compressionType: 'PGLZ' },
    );
    expect(set).toEqual({ segmentMs: 5_000, compressionType: 'PGLZ' });
    expect(resolveTopicConfig(set)).toMatchObject({ keyFormat: 'STRING', segmentMs: 5_000, compressionType: 'PGLZ' });
  });

  it('takes a default that is set: it stays when the default changes', () => {
    expect(applyTopicConfig({}, { keyFormat: 'STRING' })).toEqual({ keyFormat: 'STRING' });
  });

  for (const [name, definition] of Object.entries(topicConfigDefinitions)) {
    const set = (value: unknown) => applyTopicConfig({}, { [name]: value } as TopicConfigOverrides);
    if (definition.kind === 'choice') {
      it(`${name} takes its choices and nothing else`, () => {
        for (const choice of definition.choices) expect(set(choice)).toEqual({ [name]: choice });
        for (const wrong of ['', 'other', 0, true, []]) expect(() => set(wrong)).toThrow(invalid(new RegExp(name)));
      });
    } else {
      it(`${name} takes whole numbers within its bounds`, () => {
        const { min, max } = definition;
        for (const right of [min, max]) expect(set(right)).toEqual({ [name]: right });
        for (const wrong of [min - 1, max + 1, min + 0.5, Number.NaN, Number.POSITIVE_INFINITY, String(min)]) {
          expect(() => set(wrong)).toThrow(invalid(new RegExp(`${name} .* ${definition.unit}`)));
        }
      });
    }
  }

  it.each(['segmentSize', 'toString', '__proto__', 'constructor'])('knows no "%s"', (name) => {
    const changes = JSON.parse(`{"${name}": 5}`) as TopicConfigOverrides;
    expect(() => applyTopicConfig({}, changes)).toThrow(invalid(/There is no configuration/));
  });
});
