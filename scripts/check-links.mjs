// Every relative link in the Markdown files leads to a file that git knows, and every anchor to a heading.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import GithubSlugger from 'github-slugger';
import { root, trackedFiles } from './tracked-files.mjs';

const withoutCode = (text) =>
  text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '').replace(/(`+)[^`\n][\s\S]*?\1/g, '');

/** Link and image targets: inline, by reference, and in HTML. */
function targets(text) {
  const patterns = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm,
    /<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"\s]+)"/g,
  ];
  return patterns.flatMap((pattern) => [...withoutCode(text).matchAll(pattern)].map((match) => match[1]));
}

function anchors(text) {
  const slugger = new GithubSlugger();
  const headings = text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '').matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm);
  // A slug is made of the heading's text, not of its Markdown.
  const plain = (heading) => heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');
  const named = [...text.matchAll(/<[^>]+\b(?:id|name)="([^"]+)"/g)].map((match) => match[1]);
  return new Set([...[...headings].map((match) => slugger.slug(plain(match[1]))), ...named]);
}

const problems = [];
for (const file of trackedFiles('*.md')) {
  const text = readFileSync(join(root, file), 'utf8');
  for (const target of targets(text)) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
    const [path, anchor] = target.split('#');
    const to = path ? resolve(root, dirname(file), decodeURIComponent(path)) : join(root, file);
    if (relative(root, to).startsWith('..')) problems.push(`${file}: ${target} leads out of the repository`);
    else if (!existsSync(to)) problems.push(`${file}: ${target} does not exist`);
    else if (anchor && statSync(to).isFile() && to.endsWith('.md')) {
      if (!anchors(readFileSync(to, 'utf8')).has(decodeURIComponent(anchor))) {
        problems.push(`${file}: ${target} has no such heading`);
      }
    }
  }
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
