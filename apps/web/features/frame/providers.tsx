'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import type { ApiAddress } from '../api/api-address.ts';
import { ApiProvider } from '../api/api-provider.tsx';
import { theme } from './theme.ts';

export function Providers({ address, children }: { address: ApiAddress; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" autoClose={5000} />
      <ApiProvider address={address}>{children}</ApiProvider>
    </MantineProvider>
  );
}
