import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { fromBase64 } from './bytes.ts';
import { keptBytes, type RecordDraft } from './record-draft.ts';

interface StoredNoticeProps {
  readonly draft: RecordDraft;
  onLeaveKeyOut(): void;
}

/** Says what is produced again although the form cannot show it: a key or value that could not be decoded, an empty key. */
export function StoredNotice({ draft, onLeaveKeyOut }: StoredNoticeProps) {
  const key = draft.key === '' ? keptBytes('', draft.keyStored) : null;
  const value = draft.value === '' && !draft.tombstone ? keptBytes('', draft.valueStored) : null;
  return (
    <>
      {key !== null && (
        <Alert variant="light" icon={<IconAlertTriangle />} title="The key is kept as it is stored">
          {key === '' ? 'It is empty, which is not the same as none.' : undecodable(key)}{' '}
          <Button size="compact-xs" variant="default" onClick={onLeaveKeyOut}>
            Leave the key out
          </Button>
        </Alert>
      )}
      {value && (
        <Alert variant="light" icon={<IconAlertTriangle />} title="The value is kept as it is stored">
          {undecodable(value)}
        </Alert>
      )}
    </>
  );
}

function undecodable(base64: string): string {
  const { length } = fromBase64(base64);
  const bytes = length === 1 ? 'Its byte' : `Its ${formatCount(length)} bytes`;
  return `${bytes} could not be decoded. What you write takes the place of them.`;
}
