'use client';

import { Input, NativeSelect, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import { exactUnit, readingUnit, type Unit } from './quantity.ts';
import classes from './quantity-input.module.css';

interface QuantityInputProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly description?: string;
  readonly error?: string | null;
  readonly units: readonly Unit[];
  /** In base units; null is empty. */
  readonly value: number | null;
  /** What an empty field stands for; the unit offered at first is the one it is read in. */
  readonly standsFor: number;
  readonly placeholder?: string;
  onChange(value: number | null): void;
}

/** An amount and its unit: 7 days instead of 604800000. */
export function QuantityInput(props: QuantityInputProps) {
  const { label, hideLabel, description, error, units, value, standsFor, placeholder, onChange } = props;
  const id = useId();
  const [unit, setUnit] = useState(() => (value === null ? readingUnit(standsFor, units) : exactUnit(value, units)));
  const change = (amount: number | null, of: Unit) => onChange(amount === null ? null : Math.round(amount * of.factor));

  return (
    <Input.Wrapper label={hideLabel ? undefined : label} description={description} error={error} id={id}>
      <div className={classes.pair}>
        <NumberInput
          id={id}
          aria-label={hideLabel ? label : undefined}
          value={value === null ? '' : value / unit.factor}
          placeholder={placeholder}
          error={Boolean(error)}
          min={0}
          hideControls
          thousandSeparator=","
          onChange={(amount) => change(typeof amount === 'number' ? amount : null, unit)}
        />
        <NativeSelect
          aria-label={`Unit of ${label}`}
          data={units.map(({ name }) => name)}
          value={unit.name}
          onChange={(event) => {
            const next = units.find(({ name }) => name === event.currentTarget.value) ?? unit;
            setUnit(next);
            change(value === null ? null : value / unit.factor, next);
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
