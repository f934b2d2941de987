import { Text } from '@mantine/core';
import { Skeleton } from '../frame/skeleton.tsx';
import { formatCount } from '../quantity/quantity.ts';
import classes from './reset-offsets.module.css';
import { differenceOf, differenceText, resetSummary } from './reset-preview.ts';
import type { PreviewedReset } from './use-reset-preview.ts';

/** Old and new offset of each partition, and what that means in records. */
export function ResetPreviewTable({ resets }: { resets: readonly PreviewedReset[] | undefined }) {
  return (
    <div>
      <Text size="sm" fw={580} role="status" data-testid="reset-summary" mb={6}>
        {resets ? resetSummary(resets) : <Skeleton inline height={12} width={220} />}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className={classes.preview} tabIndex={0} aria-label="Offsets before and after">
        <table>
          <thead>
            <tr>
              <th>Partition</th>
              <th>Committed</th>
              <th>New</th>
              <th>Difference</th>
            </tr>
          </thead>
          <tbody>
            {resets?.map((reset) => (
              <tr key={reset.partition}>
                <td>{reset.partition}</td>
                <td>{offsetText(reset.committedOffset, 'nothing')}</td>
                <td>{offsetText(reset.newOffset, 'as it is')}</td>
                <td data-kind={differenceOf(reset).kind}>{differenceText(reset)}</td>
              </tr>
            ))}
            {!resets && (
              <tr>
                <td colSpan={4}>
                  <Skeleton height={12} margin="4px 0" />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const offsetText = (offset: number | null | undefined, none: string) =>
  offset == null ? <span className={classes.none}>{none}</span> : formatCount(offset);
