import { runDemo } from './demo.ts';
import { Failure } from './failure.ts';
import { parseOptions, usage } from './options.ts';
import { type DemoPlatform, findOrStartPlatform } from './platform.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

const options = parseOptions(process.argv.slice(2));
if (!options) {
  say(usage);
  process.exit(2);
}

const interruption = new AbortController();
const interrupted = new Promise<never>((_, reject) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      interruption.abort();
      reject(new Failure('Interrupted.'));
    });
  }
});
interrupted.catch(() => {});

let platform: DemoPlatform | undefined;
let code = 1;
try {
  platform = await findOrStartPlatform(say, interruption.signal);
  const result = await Promise.race([runDemo(platform.graphqlUrl, options), interrupted]);
  process.stdout.write(`${result.text}\n`);
  code = result.ok ? 0 : 1;
  if (platform.consoleUrl) say(`Look at them: ${platform.consoleUrl}/topics/${options.topic}`);
  else say('Look at them: npm start');
} catch (error) {
  // What a person can do something about is a sentence; of anything else the stack is wanted.
  const expected = error instanceof Failure || (error instanceof Error && error.name === 'MillraceError');
  say(expected ? (error as Error).message : String((error as Error)?.stack ?? error));
  if (interruption.signal.aborted) code = 130;
}
await platform?.release();
process.exit(code);
