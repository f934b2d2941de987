import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

/** Headers every answer carries. The content security policy names the API's address, so proxy.ts adds it at run time. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` looks at the types, and need not be waited for at every start of a fresh clone.
  typescript: { ignoreBuildErrors: true },
  // Packages are hoisted to the repository's root, so that is where modules are looked for.
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
  outputFileTracingRoot: fileURLToPath(new URL('../..', import.meta.url)),
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
