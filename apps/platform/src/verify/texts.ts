import type { Finding, VerifyProgress, VerifyReport } from '@millrace/engine';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const count = (number: number, one: string, many = `${one}s`) => `${whole.format(number)} ${number === 1 ? one : many}`;
const mebibytes = (bytes: number) => `${whole.format(bytes / 1024 ** 2)} MiB`;

/** Where it is, what it is, what to do. */
export function findingText(finding: Finding): string {
  const { code, topic, partition, offset, table, message, hint } = finding;
  const place = [
    topic === null ? '' : `topic ${topic}`,
    partition === null ? '' : `partition ${partition}`,
    offset === null ? '' : `offset ${offset}`,
    table ?? '',
  ].filter(Boolean);
  return `${code}  ${place.join(', ')}\n  ${message}\n  → ${hint}\n`;
}

export function progressText({ segments, segmentsDone, records, bytes }: VerifyProgress, seconds: number): string {
  const rate = mebibytes(bytes / Math.max(seconds, 0.001));
  return `${whole.format(segmentsDone)} of ${count(segments, 'segment')} · ${count(records, 'record')} · ${mebibytes(bytes)} · ${rate}/s`;
}

export function summaryText(report: VerifyReport, seconds: number): string {
  const { findings, segments, batches, records, bytes } = report;
  const looked = `${count(segments, 'segment')}, ${count(batches, 'batch row')}, ${count(records, 'record')}, ${mebibytes(bytes)} in ${seconds.toFixed(1)} s`;
  if (findings.length === 0) return `Nothing found. (${looked})`;
  return `${count(findings.length, 'finding')}. (${looked}) Repair what is first in the list first, and run it again.`;
}
