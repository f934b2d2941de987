import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { apiAddress } from '../features/api/api-address.ts';
import { AppFrame } from '../features/frame/app-frame.tsx';
import { Providers } from '../features/frame/providers.tsx';

export const metadata: Metadata = {
  title: { template: '%s · Millrace', default: 'Millrace' },
  description: 'Event streaming on Postgres: the console',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? '';
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers address={apiAddress()}>
          <AppFrame>{children}</AppFrame>
        </Providers>
      </body>
    </html>
  );
}
