const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Three digits are as many as a run can be trusted for. */
export function formatRate(recordsPerSecond: number | null): string {
  if (recordsPerSecond === null) return '';
  return whole.format(Number(recordsPerSecond.toPrecision(3)));
}

export function formatMs(ms: number | null): string {
  if (ms === null) return '';
  return ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : whole.format(ms);
}

export function formatRatio(value: number): string {
  return value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1 + Number(value < 3)) : whole.format(value);
}
