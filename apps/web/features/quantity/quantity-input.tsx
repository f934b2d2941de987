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
  // As it is typed: "1." is on its way to 1.5, and 1.3 GiB is no whole number of bytes to be read back from.
  const [typed, setTyped] = useState({ of: value, text: amountIn(unit, value) });
  // The value may change by another's hand: the field is reset, or the amount of another thing is shown.
  if (typed.of !== value) setTyped({ of: value, text: amountIn(unit, value) });
  const change = (text: string | number, next: Unit) => {
    const amount = text === '' ? Number.NaN : Number(text);
    const of = Number.isNaN(amount) ? null : Math.round(amount * next.factor);
    setTyped({ of, text });
    onChange(of);
  };

  return (
    <Input.Wrapper label={hideLabel ? undefined : label} description={description} error={error} id={id}>
      <div className={classes.pair}>
        <NumberInput
          id={id}
          aria-label={hideLabel ? label : undefined}
          value={typed.text}
          placeholder={placeholder}
          error={Boolean(error)}
          min={0}
          allowNegative={false}
          hideControls
          thousandSeparator=","
          onChange={(text) => change(text, unit)}
        />
        <NativeSelect
          aria-label={`Unit of ${label}`}
          data={units.map(({ name }) => name)}
          value={unit.name}
          onChange={(event) => {
            const next = units.find(({ name }) => name === event.currentTarget.value) ?? unit;
            setUnit(next);
            change(typed.text, next);
          }}
        />
      </div>
    </Input.Wrapper>
  );
}

const amountIn = (unit: Unit, value: number | null): string | number => (value === null ? '' : value / unit.factor);
