import { isMillraceError } from '@millrace/core';
import { openDatabase } from '@millrace/database';
import { type Finding, type VerifyReport, verify } from '@millrace/engine';
import { parseSettings } from '../settings.ts';
import { interruptionSignal } from '../stop-signals.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { ProgressLine } from './progress-line.ts';
import { openTarget } from './target.ts';
import { findingText, progressText, summaryText } from './texts.ts';

const exitCode = { nothingFound: 0, findings: 1, couldNotLook: 2, interrupted: 130 } as const;

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);
const messageOf = (error: unknown) =>
  isMillraceError(error) ? error.message : String((error as Error)?.stack ?? error);

async function look(options: Options, found: Finding[], signal: AbortSignal): Promise<VerifyReport> {
  const target = await openTarget(parseSettings(process.env), say);
  try {
    const database = await openDatabase({ url: target.url, applicationName: 'millrace verify', maxConnections: 1 });
    const line = new ProgressLine(process.stderr);
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const report = await verify({
        database,
        topics: options.topics.length > 0 ? options.topics : undefined,
        signal,
        onFinding(finding) {
          found.push(finding);
          line.clear();
          if (!options.json) print(findingText(finding));
        },
        onProgress: (progress) => line.show(() => progressText(progress, seconds())),
      });
      line.clear();
      if (!options.json) print(summaryText(report, seconds()));
      return report;
    } finally {
      line.clear();
      await database.close();
    }
  } finally {
    await target.release();
  }
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'HELP') {
    print(usage);
    return exitCode.nothingFound;
  }
  if (!options) {
    say(usage);
    return exitCode.couldNotLook;
  }
  const interruption = interruptionSignal();
  const findings: Finding[] = [];
  try {
    const report = await look(options, findings, interruption);
    if (options.json) print(JSON.stringify({ complete: true, ...report }, null, 2));
    return findings.length > 0 ? exitCode.findings : exitCode.nothingFound;
  } catch (error) {
    const message = interruption.aborted ? 'Interrupted.' : messageOf(error);
    if (options.json) {
      const code = isMillraceError(error) ? error.code : null;
      print(JSON.stringify({ complete: false, error: { code, message }, findings }, null, 2));
    }
    say(`Not all was looked at. ${message}`);
    return interruption.aborted ? exitCode.interrupted : exitCode.couldNotLook;
  }
}

process.exitCode = await main();
