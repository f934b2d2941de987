import { loadavg } from 'node:os';
import { allCases } from './cases/all-cases.ts';
import { parseOptions, usage } from './options.ts';
import { sentencesOnWhoIsAhead } from './report/ahead.ts';
import { writeDocument } from './report/document.ts';
import { writeJson } from './report/json.ts';
import { textTable } from './report/table.ts';
import { runCases } from './run-cases.ts';

const print = (text: string) => process.stdout.write(`${text}\n`);
// What is going on goes to stderr, so that the tables can be piped.
const progress = (line: string) => process.stderr.write(`  · ${line}\n`);

const options = parseOptions(process.argv.slice(2), allCases);
if (!options) {
  process.stderr.write(`${usage(allCases)}\n`);
  process.exit(2);
}
const [load = 0] = loadavg();
if (load > 0.5)
  progress(`the machine is busy already (load ${load.toFixed(1)}): the figures will be lower than it can do`);

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error(`Interrupted by ${name}.`)));
}

const { machine, reports } = await runCases(options.cases, {
  minutes: options.minutes,
  progress,
  onReport(bench, report) {
    print(`\n${bench.title}\n\n${textTable(report.results)}\n`);
    for (const line of [...report.notes, ...sentencesOnWhoIsAhead(report.results)]) print(`- ${line}`);
  },
  signal: interruption.signal,
}).catch((error: unknown) => {
  progress(interruption.signal.aborted ? String(error) : error instanceof Error ? String(error.stack) : String(error));
  // What an interrupted case left running goes with the process.
  process.exit(interruption.signal.aborted ? 130 : 1);
});
if (options.jsonPath !== undefined) {
  await writeJson(
    options.jsonPath,
    machine,
    [...reports.values()].flatMap((report) => report.results),
  );
}
if (options.writeDocument) print(`\nWritten to ${await writeDocument(machine, reports)}`);
