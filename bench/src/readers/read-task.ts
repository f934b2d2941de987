/** What a reader reads: all records of a log, from the first, every key and value looked at. */
export type ReadTask =
  | { readonly kind: 'rows'; readonly url: string; readonly records: number }
  | { readonly kind: 'millrace'; readonly url: string; readonly topic: string; readonly records: number }
  | { readonly kind: 'redis'; readonly port: number; readonly stream: string; readonly records: number }
  | {
      readonly kind: 'kafkajs';
      readonly bootstrapServers: string;
      readonly topic: string;
      readonly records: number;
    };
