import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CaseReport } from '../case.ts';
import { sentencesOnWhoIsAhead } from './ahead.ts';
import type { Machine } from './machine.ts';
import { formatMs } from './numbers.ts';
import { markdownTable } from './table.ts';

/** From dist/report as from src/report. */
const documentPath = fileURLToPath(new URL('../../../docs/benchmarks.md', import.meta.url));

function machineList(machine: Machine): string {
  const settings = Object.entries(machine.postgresSettings).map(([name, value]) => `${name} ${value}`);
  return [
    `- ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}: shared by Postgres, the API, the clients and the peers`,
    `- an 8 KiB write with fsync takes ${formatMs(machine.fsyncMs)} ms on its disk`,
    `- PostgreSQL ${machine.postgres} (${settings.join(', ')}), Node ${machine.node}`,
    `- measured ${machine.measuredAt.slice(0, 10)}`,
  ].join('\n');
}

function caseText(report: CaseReport): string {
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const ahead = sentencesOnWhoIsAhead(report.results);
  return [markdownTable(report.results), list(report.notes), ...(ahead.length > 0 ? [list(ahead)] : [])].join('\n\n');
}

/** Puts `content` between `<!-- bench:name -->` and `<!-- /bench:name -->`. */
function replaceSection(text: string, name: string, content: string): string {
  const open = `<!-- bench:${name} -->`;
  const close = `<!-- /bench:${name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`docs/benchmarks.md has no section between ${open} and ${close}.`);
  return `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`;
}

/** Writes the figures of a whole run to docs/benchmarks.md; what people wrote around them stays. */
export async function writeDocument(machine: Machine, reports: ReadonlyMap<string, CaseReport>): Promise<string> {
  let text = replaceSection(await readFile(documentPath, 'utf8'), 'machine', machineList(machine));
  for (const [name, report] of reports) text = replaceSection(text, name, caseText(report));
  await writeFile(documentPath, text);
  return documentPath;
}
