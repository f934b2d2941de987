'use client';

import { Checkbox, NumberInput, Select, Stack } from '@mantine/core';
import { unitsOf } from '../quantity/quantity.ts';
import { QuantityInput } from '../quantity/quantity-input.tsx';
import { formatConfigValue, mayBeUnlimited, noLimit } from './config-value.ts';
import type { ConfigField } from './topic-config-fields.ts';

interface ConfigValueInputProps {
  readonly field: ConfigField;
  /** null: the default. */
  readonly value: number | string | null;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  onChange(value: number | string | null): void;
}

/** The input that fits a configuration: a choice, an amount with a unit, or a number. */
export function ConfigValueInput({ field, value, error = null, hideLabel = false, onChange }: ConfigValueInputProps) {
  const placeholder = `Default: ${formatConfigValue(field.default, field.unit)}`;
  const description = hideLabel ? undefined : field.description;
  const units = unitsOf(field.unit);
  if (field.choices) {
    return (
      <Select
        label={hideLabel ? undefined : field.name}
        aria-label={hideLabel ? field.name : undefined}
        description={description}
        placeholder={placeholder}
        data={[...field.choices]}
        value={value === null ? null : String(value)}
        error={error}
        clearable={!hideLabel}
        allowDeselect={false}
        onChange={onChange}
      />
    );
  }
  if (units) {
    const unlimited = value === noLimit;
    const quantity = (
      <QuantityInput
        // What is behind "no limit" is no amount: the field begins anew.
        key={String(unlimited)}
        label={field.name}
        hideLabel={hideLabel}
        {...(description ? { description } : {})}
        placeholder={unlimited ? 'No limit' : placeholder}
        standsFor={Math.max(0, Number(field.default))}
        units={units}
        value={typeof value === 'number' && !unlimited ? value : null}
        error={error}
        onChange={onChange}
      />
    );
    if (!mayBeUnlimited(field)) return quantity;
    return (
      <Stack gap={6}>
        {quantity}
        <Checkbox
          size="xs"
          label="No limit"
          aria-label={`No limit of ${field.name}`}
          checked={unlimited}
          onChange={(event) => onChange(event.currentTarget.checked ? noLimit : null)}
        />
      </Stack>
    );
  }
  return (
    <NumberInput
      label={hideLabel ? undefined : field.name}
      aria-label={hideLabel ? field.name : undefined}
      description={description}
      placeholder={placeholder}
      value={value ?? ''}
      error={error}
      onChange={(next) => onChange(next === '' ? null : next)}
    />
  );
}
