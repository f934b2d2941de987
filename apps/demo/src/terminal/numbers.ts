const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function formatCount(count: number): string {
  return whole.format(count);
}

export function formatRate(count: number, seconds: number): string {
  return `${whole.format(count / Math.max(seconds, 0.001))} records/s`;
}

export function formatMebibytes(bytes: number): string {
  return `${whole.format(bytes / 1024 ** 2)} MiB`;
}
