export { copyBytes, viewOf } from './byte-views.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { type ErrorCode, errorCodes, isMillraceError, MillraceError, type MillraceErrorOptions } from './error.ts';
export type { ByteTarget } from './json-bytes.ts';
export { parseJsonList } from './json-list.ts';
export { type LogFields, type Logger, silentLogger } from './logger.ts';
export { namingRefused } from './refused-records.ts';
export {
  bytesSerde,
  canonicalJson,
  canonicalJsonSerde,
  jsonSerde,
  numberSerde,
  parseJson,
  plainJson,
  type Serde,
  stringSerde,
} from './serde.ts';
export { ShapedJson } from './shaped-json.ts';
