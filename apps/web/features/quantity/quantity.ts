/** A unit a quantity can be read and written in; `factor` base units (bytes, milliseconds) make one. */
export interface Unit {
  readonly name: string;
  readonly factor: number;
}

export const byteUnits: readonly Unit[] = [
  { name: 'B', factor: 1 },
  { name: 'KiB', factor: 1024 },
  { name: 'MiB', factor: 1024 ** 2 },
  { name: 'GiB', factor: 1024 ** 3 },
  { name: 'TiB', factor: 1024 ** 4 },
];

export const durationUnits: readonly Unit[] = [
  { name: 'ms', factor: 1 },
  { name: 's', factor: 1_000 },
  { name: 'min', factor: 60_000 },
  { name: 'h', factor: 3_600_000 },
  { name: 'days', factor: 86_400_000 },
];

/** The units of a configuration's `unit`, or null for one this console does not know. */
export function unitsOf(unit: string | null | undefined): readonly Unit[] | null {
  if (unit === 'bytes') return byteUnits;
  return unit === 'ms' ? durationUnits : null;
}

/** The largest unit that a value is a whole number of: what it was most likely written in. */
export function exactUnit(value: number, units: readonly Unit[]): Unit {
  return units.findLast((unit) => value >= unit.factor && value % unit.factor === 0) ?? (units[0] as Unit);
}

const locale = 'en';
const whole = new Intl.NumberFormat(locale);
const threeDigits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

export const formatCount = (value: number): string => whole.format(value);

export const formatRecords = (count: number): string => `${formatCount(count)} ${count === 1 ? 'record' : 'records'}`;

/** The unit a value is best read in. */
export function readingUnit(value: number, units: readonly Unit[]): Unit {
  return units.findLast(({ factor }) => value >= factor) ?? (units[0] as Unit);
}

/** For reading: 1.2 GiB, 7 days. */
export function formatQuantity(value: number, units: readonly Unit[]): string {
  const unit = readingUnit(value, units);
  const amount = value / unit.factor;
  const text = amount >= 1000 ? whole.format(Math.round(amount)) : threeDigits.format(amount);
  return `${text} ${unit.name === 'days' && text === '1' ? 'day' : unit.name}`;
}

export const formatBytes = (bytes: number): string => formatQuantity(bytes, byteUnits);
