'use client';

import { ActionIcon, Code, Text, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { IconCheck, IconCopy } from '../icon/icons.ts';
import classes from './code-snippet.module.css';

interface CodeSnippetProps {
  readonly code: string;
  /** What it is, as "Copy the …" goes on. */
  readonly what: string;
  /** What to do with it. */
  readonly children: ReactNode;
}

/** A few lines of code to copy. */
export function CodeSnippet({ code, what, children }: CodeSnippetProps) {
  const clipboard = useClipboard();
  return (
    <div className={classes.snippet}>
      <div className={classes.code}>
        <Code block pr={48} className={classes.text as string} tabIndex={0}>
          {code}
        </Code>
        <Tooltip label={clipboard.copied ? 'Copied' : 'Copy'}>
          <ActionIcon
            variant="default"
            className={classes.copy as string}
            aria-label={`Copy the ${what}`}
            onClick={() => clipboard.copy(code)}
          >
            {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      </div>
      <Text size="xs" c="dimmed">
        {children}
      </Text>
    </div>
  );
}
