export { main } from './main.ts';
export { alreadyRunningText } from './messages.ts';
export { type Platform, type PlatformOptions, startPlatform } from './platform.ts';
export { findRunningPlatform, type PlatformAddresses, type RunningPlatform } from './running-platform.ts';
export { type PlatformSettings, parseSettings } from './settings.ts';
