'use client';

import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useApi } from '../api/api-provider.tsx';
import { type Problem, problemOf } from '../api/problem.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { IconDownload } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { fromBase64, hexDump } from './bytes.ts';
import { saveFile } from './save-file.ts';
import { readStoredBytes, type StoredBytes } from './stored-bytes.ts';
import classes from './value-view.module.css';

const shownBytes = 16_384;

interface RawBytesProps {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A record's key and value as they are stored, read when they are looked at. */
export function RawBytes({ topic, partition, offset }: RawBytesProps) {
  const { uncached } = useApi();
  const [stored, setStored] = useState<StoredBytes | 'gone'>();
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  const [notation, setNotation] = useState('hex');

  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks again
  useEffect(() => {
    let wanted = true;
    readStoredBytes(uncached, { topic, partition, offset }).then(
      (found) => {
        if (!wanted) return;
        setProblem(undefined);
        setStored(found ?? 'gone');
      },
      (error) => {
        if (wanted) setProblem(problemOf(error));
      },
    );
    return () => {
      wanted = false;
    };
  }, [uncached, topic, partition, offset, round]);

  if (problem)
    return <ProblemPanel problem={problem} onRetry={() => setRound(round + 1)} title="The bytes could not be read" />;
  if (!stored) return <Skeleton height={120} />;
  if (stored === 'gone') {
    return (
      <Text size="sm" c="dimmed">
        This record is no longer in the log: its bytes cannot be read.
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label="Notation"
        data={[
          { value: 'hex', label: 'Hex' },
          { value: 'base64', label: 'Base64' },
        ]}
        value={notation}
        onChange={setNotation}
        style={{ alignSelf: 'flex-start' }}
      />
      <BytesPart name="Key" base64={stored.key} notation={notation} file={`${topic}-${partition}-${offset}.key.bin`} />
      <BytesPart
        name="Value"
        base64={stored.value}
        notation={notation}
        file={`${topic}-${partition}-${offset}.value.bin`}
      />
    </Stack>
  );
}

interface BytesPartProps {
  readonly name: string;
  readonly base64: string | null;
  readonly notation: string;
  readonly file: string;
}

function BytesPart({ name, base64, notation, file }: BytesPartProps) {
  const bytes = base64 === null ? null : fromBase64(base64);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {name}: {bytes ? `${formatCount(bytes.length)} ${bytes.length === 1 ? 'byte' : 'bytes'}` : 'null'}
          {bytes && bytes.length > shownBytes && `, the first ${formatCount(shownBytes)} shown`}
        </Text>
        {bytes && bytes.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconDownload size={13} />}
            onClick={() => saveFile(file, 'application/octet-stream', bytes)}
          >
            Download
          </Button>
        )}
      </Group>
      {bytes && bytes.length > 0 && (
        <div className={classes.frame}>
          {notation === 'hex' ? (
            <pre className={classes.text} style={{ whiteSpace: 'pre' }}>
              {hexDump(bytes, shownBytes)}
            </pre>
          ) : (
            <pre className={classes.text}>{base64?.slice(0, Math.ceil(shownBytes / 3) * 4)}</pre>
          )}
        </div>
      )}
    </div>
  );
}
