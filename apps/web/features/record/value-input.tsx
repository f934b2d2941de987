'use client';

import { Button, Group, Textarea } from '@mantine/core';
import type { Format } from '../../generated/graphql.ts';
import { indentJson, jsonProblem } from './json-text.ts';

interface ValueInputProps {
  readonly format: Format;
  readonly value: string;
  readonly disabled: boolean;
  readonly error: string | false | undefined;
  onChange(value: string): void;
}

/** The editor for a value in a topic's format; JSON can be put in order. */
export function ValueInput({ format, value, disabled, error, onChange }: ValueInputProps) {
  const json = format === 'JSON';
  return (
    <div style={{ position: 'relative' }}>
      {json && (
        <Group style={{ position: 'absolute', right: 0, top: -2, zIndex: 1 }}>
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={disabled || value.trim() === '' || jsonProblem(value) !== null}
            onClick={() => onChange(indentJson(value))}
          >
            Format
          </Button>
        </Group>
      )}
      <Textarea
        label={`Value (${format.toLowerCase()})`}
        value={value}
        error={error}
        disabled={disabled}
        placeholder={
          json
            ? '{ "orderId": 4711, "total": 12.5 }'
            : format === 'STRING'
              ? 'Any text'
              : 'Base64, for example AAECAw=='
        }
        autosize
        minRows={8}
        maxRows={22}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13, lineHeight: 1.55 } }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
