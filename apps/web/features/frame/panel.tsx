import { Box, type BoxProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** The surface tables and forms lie on. */
export function Panel({ children, ...box }: BoxProps & { children: ReactNode }) {
  return (
    <Box className={classes.panel} {...box}>
      {children}
    </Box>
  );
}
