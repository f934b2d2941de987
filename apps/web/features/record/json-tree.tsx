'use client';

import { type ReactNode, useState } from 'react';
import classes from './json-tree.module.css';

/** Children shown before "more" is asked for, so that a large array does not stop the page. */
const childrenAtOnce = 100;
/** Levels that are open at first. */
const openLevels = 3;

/** A JSON value, coloured, with parts that fold. */
export function JsonTree({ value }: { value: unknown }) {
  return (
    <div className={classes.tree}>
      <Node value={value} level={0} last />
    </div>
  );
}

interface NodeProps {
  readonly value: unknown;
  readonly name?: string;
  readonly level: number;
  readonly last: boolean;
}

function Node({ value, name, level, last }: NodeProps) {
  const label: ReactNode = name !== undefined && (
    <>
      <span className={classes.key}>{JSON.stringify(name)}</span>
      {': '}
    </>
  );
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={classes.line}>
        {label}
        <Leaf value={value} />
        {!last && ','}
      </div>
    );
  }
  return <Branch value={value} label={label} level={level} last={last} />;
}

function Leaf({ value }: { value: unknown }) {
  const kind =
    typeof value === 'string' ? classes.string : typeof value === 'number' ? classes.number : classes.literal;
  return <span className={kind}>{JSON.stringify(value)}</span>;
}

function Branch({ value, label, level, last }: { value: object; label: ReactNode; level: number; last: boolean }) {
  const [opened, setOpened] = useState(level < openLevels);
  const [count, setCount] = useState(childrenAtOnce);
  const array = Array.isArray(value);
  const children: [string | undefined, unknown][] = array
    ? value.map((each) => [undefined, each])
    : Object.entries(value);
  const [open, close] = array ? ['[', ']'] : ['{', '}'];
  const comma = last ? '' : ',';
  if (children.length === 0) {
    return (
      <div className={classes.line}>
        {label}
        {open}
        {close}
        {comma}
      </div>
    );
  }
  const unit = array ? (children.length === 1 ? 'item' : 'items') : children.length === 1 ? 'field' : 'fields';
  return (
    <div>
      <div className={classes.line}>
        <button type="button" className={classes.fold} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <span className={classes.arrow} aria-hidden />
          <span className={classes.hidden}>{opened ? 'Fold' : 'Unfold'}</span>
        </button>
        {label}
        {open}
        {!opened && (
          <>
            <button type="button" className={classes.more} onClick={() => setOpened(true)}>
              {children.length} {unit}
            </button>
            {close}
            {comma}
          </>
        )}
      </div>
      {opened && (
        <>
          <div className={classes.children}>
            {children.slice(0, count).map(([name, child], i) => (
              <Node
                key={name ?? i}
                value={child}
                {...(name === undefined ? {} : { name })}
                level={level + 1}
                last={i === children.length - 1}
              />
            ))}
            {children.length > count && (
              <button type="button" className={classes.more} onClick={() => setCount(count + 10 * childrenAtOnce)}>
                {children.length - count} more {unit}
              </button>
            )}
          </div>
          <div className={classes.line}>
            {close}
            {comma}
          </div>
        </>
      )}
    </div>
  );
}
