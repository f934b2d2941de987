import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Deep water green: the one accent of the console. */
const stream: MantineColorsTuple = [
  '#e8f8f5',
  '#d3efe9',
  '#a5ded3',
  '#73ccbb',
  '#4abda8',
  '#2fb39c',
  '#1b9e89',
  '#0f7f6f',
  '#0b665a',
  '#064c43',
];

/** Neutrals with a little of the same green in them, so that panels and borders belong to the accent. */
const gray: MantineColorsTuple = [
  '#f7f9f9',
  '#f0f3f3',
  '#e4e9e9',
  '#d3dadb',
  '#bcc6c7',
  '#98a5a7',
  '#657376',
  '#556366',
  '#38464a',
  '#1d2a2e',
];

const dark: MantineColorsTuple = [
  '#d5dedf',
  '#aebabc',
  '#8d9a9d',
  '#647276',
  '#37444a',
  '#2a363b',
  '#1d272b',
  '#151d21',
  '#101719',
  '#0b1012',
];

export const theme = createTheme({
  primaryColor: 'stream',
  primaryShade: { light: 7, dark: 6 },
  colors: { stream, gray, dark },
  black: '#14211f',
  fontFamily: "'Inter Variable', ui-sans-serif, system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: {
    fontWeight: '640',
    sizes: { h1: { fontSize: '22px', lineHeight: '1.3' }, h2: { fontSize: '16px', lineHeight: '1.4' } },
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // Mantine's light alerts fill their whole box with colour; an operator's page has calmer ones.
    Alert: {
      styles: (_theme: unknown, { color = 'stream' }: { color?: string }) => {
        const tint = `var(--mantine-color-${color}-filled)`;
        return {
          root: {
            background: `color-mix(in srgb, ${tint} 7%, var(--panel-background))`,
            border: `1px solid color-mix(in srgb, ${tint} 35%, transparent)`,
          },
          icon: { color: tint },
          title: { color: 'var(--mantine-color-text)' },
          message: { color: 'var(--mantine-color-text)' },
        };
      },
    },
    InputWrapper: { styles: { description: { fontSize: 12 }, error: { fontSize: 12 } } },
    Badge: { styles: { root: { textTransform: 'none', letterSpacing: 0, fontWeight: 600 } } },
    EmptyState: { styles: { body: { maxWidth: '100%' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } },
    Modal: {
      styles: { title: { fontWeight: 640, fontSize: 16 } },
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 1 } },
    },
    Drawer: {
      styles: { title: { fontWeight: 640, fontSize: 16 } },
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 } },
    },
    // What can be chosen is put on the page when it is asked for, and not beforehand and hidden.
    Combobox: { defaultProps: { keepMounted: false } },
    Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 'md' } },
  },
});
