// Prints what runs on a data directory and exits with 3; with 0 when nothing does. A process of its own, because the modules
// it loads may be rebuilt afterwards.
const [platform, dataDirectory] = process.argv.slice(2);
const { alreadyRunningText, findRunningPlatform } = await import(platform);
const running = await findRunningPlatform(dataDirectory);
if (running) {
  process.stderr.write(`${alreadyRunningText(running)}\n`);
  process.exitCode = 3;
}
