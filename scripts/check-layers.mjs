// The floors of the house (.dependency-cruiser.mjs). Prints each import that breaks a rule, with the rule's reason.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from '@swc/core';

const rooms = ['packages', 'apps', 'bench', 'examples', 'e2e', 'scripts'];

/** The violations in the tree under `root`, as lines for a person, with the rules' names. */
export async function findViolations(root) {
  // dependency-cruiser asks swc for TypeScript without JSX, whatever the file is.
  const parseFileSync = swc.parseFileSync;
  swc.parseFileSync = (file, options) => parseFileSync.call(swc, file, { ...options, tsx: file.endsWith('x') });
  try {
    const { cruise } = await import('dependency-cruiser');
    const { default: config } = await import('../.dependency-cruiser.mjs');
    const { output } = await cruise(
      rooms.filter((room) => existsSync(join(root, room))),
      { ...config.options, baseDir: root, ruleSet: { forbidden: config.forbidden }, validate: true },
      config.options.enhancedResolveOptions,
    );
    if (!output.modules.some(({ source, dependencies }) => source.endsWith('.ts') && dependencies.length > 0)) {
      throw new Error('dependency-cruiser read no TypeScript: is @swc/core installed in a version it takes?');
    }
    const reasons = new Map(config.forbidden.map(({ name, comment }) => [name, comment]));
    return output.summary.violations.map(({ from, to, rule, cycle }) => {
      const path = cycle ? cycle.map(({ name }) => name).join(' → ') : to;
      return { rule: rule.name, text: `${from} → ${path}\n  ${rule.name}: ${reasons.get(rule.name)}` };
    });
  } finally {
    swc.parseFileSync = parseFileSync;
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const violations = await findViolations(fileURLToPath(new URL('..', import.meta.url)));
  for (const { text } of violations) process.stdout.write(`${text}\n`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
