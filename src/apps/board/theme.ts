import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: the blue of deep water, from the palest to the darkest. */
const water: MantineColorsTuple = [
  '#eaf4f8',
  '#d3e6ee',
  '#a5ccdd',
  '#75b1cb',
  '#4d9abb',
  '#358cb1',
  '#247ca2',
  '#1f6a8a',
  '#1f5f7a',
  '#154558',
]

/** The dark theme's greys, with the blue of the panels (theme.css): from the text to the ground. */
const dark: MantineColorsTuple = [
  '#d5dde3',
  '#bcc7cf',
  '#98a3ad',
  '#6f7d88',
  '#43505b',
  '#36424c',
  '#25303a',
  '#1a2229',
  '#151c22',
  '#12181d',
]

/** Mantine, made calm and dense: 4 px grid, system fonts with good Chinese, no shadows to impress. */
export const theme = createTheme({
  primaryColor: 'water',
  // White on either is at least 4.5 to 1 (WCAG 2.2, 1.4.3), and either at least 3 to 1 on its ground.
  primaryShade: { light: 8, dark: 6 },
  colors: { water, dark },
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 4,
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'compact-md', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})

/** Mantine's quiet texts are too pale on our grounds: WCAG 2.2 asks for 4.5 to 1 (1.4.3). */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#58646e', '--mantine-color-placeholder': '#5f6b75' },
  dark: { '--mantine-color-dimmed': '#a3afb9', '--mantine-color-placeholder': '#98a3ad' },
})
