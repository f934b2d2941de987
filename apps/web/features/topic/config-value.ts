import { formatCount, formatQuantity, unitsOf } from '../quantity/quantity.ts';
import type { ConfigField } from './topic-config-fields.ts';

/** What a limit is set to for there to be none, as in Kafka. */
export const noLimit = -1;

/** Whether a configuration may be without a limit. */
export function mayBeUnlimited(field: ConfigField): boolean {
  return field.min === noLimit && Boolean(unitsOf(field.unit));
}

/** A configuration's value for reading: 1 GiB, 7 days, log append time. */
export function formatConfigValue(value: unknown, unit: string | null | undefined): string {
  if (typeof value !== 'number') return String(value);
  const units = unitsOf(unit);
  if (units && value === noLimit) return 'no limit';
  return units ? formatQuantity(value, units) : formatCount(value);
}

/** The exact value with its base unit where reading rounds or converts it, else null. */
export function exactConfigValue(value: unknown, unit: string | null | undefined): string | null {
  if (value === noLimit) return null;
  return typeof value === 'number' && unit ? `${formatCount(value)} ${unit}` : null;
}

/** Why a value is refused, in the field's own units, or null. The API checks it again. */
export function configValueProblem(value: unknown, field: ConfigField): string | null {
  if (field.choices) return field.choices.includes(String(value)) ? null : 'Choose one of the values.';
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return `A whole number${field.unit ? ` of ${field.unit}` : ''} is needed.`;
  }
  const { max } = field;
  if (mayBeUnlimited(field) && value === noLimit) return null;
  const min = mayBeUnlimited(field) ? 0 : field.min;
  if ((min != null && value < min) || (max != null && value > max)) {
    const low = formatConfigValue(min ?? 0, field.unit);
    return max == null ? `At least ${low}.` : `From ${low} to ${formatConfigValue(max, field.unit)}.`;
  }
  return null;
}
