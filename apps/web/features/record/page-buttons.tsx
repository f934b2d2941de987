import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '../icon/icons.ts';

interface PageButtonsProps {
  readonly newestFirst: boolean;
  /** Cursors of the pages beside this one; null where there is none. */
  readonly older: string | null;
  readonly newer: string | null;
  readonly disabled: boolean;
  onGo(cursor: string): void;
}

/** To the neighbouring pages, named by where they lie in time and ordered as the rows are. */
export function PageButtons({ newestFirst, older, newer, disabled, onGo }: PageButtonsProps) {
  const [left, right] = newestFirst
    ? [
        { label: 'Newer', cursor: newer },
        { label: 'Older', cursor: older },
      ]
    : [
        { label: 'Older', cursor: older },
        { label: 'Newer', cursor: newer },
      ];
  return (
    <Button.Group>
      <Button
        variant="default"
        disabled={!left.cursor || disabled}
        leftSection={<IconChevronLeft size={15} />}
        onClick={() => left.cursor && onGo(left.cursor)}
      >
        {left.label}
      </Button>
      <Button
        variant="default"
        disabled={!right.cursor || disabled}
        rightSection={<IconChevronRight size={15} />}
        onClick={() => right.cursor && onGo(right.cursor)}
      >
        {right.label}
      </Button>
    </Button.Group>
  );
}
