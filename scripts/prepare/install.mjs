// Installs packages: all of them, or without those for development, which `npm start` does without.
import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, readStamp, removeStamp, writeStamp } from './fingerprint.mjs';
import { hasTools, hiddenLock, whatIsNotInstalled, workspaceFolders } from './installed.mjs';
import { run } from './progress.mjs';

/** The step. With `tools`, packages for development as well: a later command that wants them completes the installation. */
export function install(root, { tools }) {
  const stamp = join(root, 'node_modules/.millrace-installed');
  const unfinished = join(root, 'node_modules/.millrace-installing');
  const account = join(root, hiddenLock);
  // Of what is wanted, and of what npm did last: by hand as well, which may have taken packages away.
  const hash = () =>
    fingerprint(root, ['package-lock.json', 'package.json', ...workspaceFolders(root).map((f) => `${f}/package.json`)]);
  const stampFor = (withTools) => `${hash()} ${statSync(account).mtimeMs} ${withTools ? 'all' : 'without tools'}`;
  return {
    title: tools ? 'Installing packages' : 'Installing packages, without those for development',
    stale() {
      if (!existsSync(account) || existsSync(unfinished)) return true;
      const found = readStamp(stamp);
      if (found === stampFor(true) || (!tools && found === stampFor(false))) return false;
      // Installed by hand, or for something else: `npm i` knows nothing of the stamp.
      if (whatIsNotInstalled(root, { tools })) return true;
      writeStamp(stamp, stampFor(tools || !whatIsNotInstalled(root)));
      return false;
    },
    async run() {
      // `npm ci` begins by deleting node_modules: right for a fresh clone and for what was left half way, wrong under a
      // platform that is running.
      const clean = !existsSync(account) || existsSync(unfinished);
      // npm takes away what it is told to omit.
      const all = tools || (!clean && hasTools(root));
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
      const args = [clean ? 'ci' : 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
      // It would go with the rest in no order, and what is left of the rest must not pass for all of it.
      if (clean) removeStamp(account);
      else {
        const isOurs = readStamp(stamp)?.split(' ')[1] === String(statSync(account).mtimeMs);
        writeStamp(unfinished, '');
        // npm distrusts its account once a build has written into a workspace, and would install everything again.
        if (isOurs) utimesSync(account, new Date(), new Date());
      }
      try {
        // Whatever NODE_ENV says.
        await run(this.title, npm, [...args, all ? '--include=dev' : '--omit=dev'], {
          cwd: root,
          shell: process.platform === 'win32',
        });
      } finally {
        // Also when npm failed, which undoes what it did; one that is stopped never comes here.
        removeStamp(unfinished);
      }
      writeStamp(stamp, stampFor(all));
    },
  };
}
