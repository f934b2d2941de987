import { graphql } from '../../generated/index.ts';

/** What a row and its detail show. Bytes are read when they are looked at. */
export const recordRowFragment = graphql(`
  fragment RecordRow on Record {
    topic
    partition
    offset
    timestamp
    key
    value
    tombstone
    keyError
    valueError
    headers {
      key
      value
      valueBytes
    }
  }
`);
