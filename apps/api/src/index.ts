export type { AuthorizationRequest, Authorize, Principal } from './execution/context.ts';
export { type ApiLimits, defaultLimits } from './limits.ts';
export { type ApiSettings, type LogLevel, readSettings } from './settings/settings.ts';
export { type ApiParts, type RunningApi, startApi } from './start-api.ts';
