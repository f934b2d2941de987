const few = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A number that need not be whole, for reading: 0.33, 12.5, 1,234. */
export const formatRate = (value: number): string => (value >= 1_000 ? whole : few).format(value);
