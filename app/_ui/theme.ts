import type { MantineThemeOverride } from '@mantine/core'
import type { ControlState } from '#lib/controls/control-state.ts'
import type { Verdict } from '#lib/domain/outcome.ts'
import type { Severity } from '#lib/domain/severity.ts'

/** A meaning that has one colour everywhere; the colours are in tokens.css and pass AA on both themes. */
export type Tone = 'good' | 'bad' | 'caution' | 'muted' | 'note' | 'link'

export const toneColor = (tone: Tone): string => `var(--tone-${tone})`
export const toneTint = (tone: Tone): string => `var(--tint-${tone})`

/** Colour is identity: one severity, one colour, on every page and chart. */
export const SEVERITY_COLOR: Record<Severity, string> = {
  critical: 'var(--severity-critical)',
  high: 'var(--severity-high)',
  medium: 'var(--severity-medium)',
  low: 'var(--severity-low)',
  info: 'var(--severity-info)',
  unknown: 'var(--severity-unknown)',
}

/** What a check said, and what became of a finding. Excepted is a third colour: neither open nor passing. */
export const STATUS_TONE: Record<Verdict | 'closed', Tone> = {
  fail: 'bad',
  warn: 'caution',
  error: 'note',
  pass: 'good',
  skip: 'muted',
  excepted: 'link',
  closed: 'muted',
}

/** Unknown is never green: only a pass has the colour of one. */
export const CONTROL_STATE_TONE: Record<ControlState, Tone> = {
  pass: 'good',
  partial: 'caution',
  fail: 'bad',
  not_assessed: 'muted',
  inherited: 'link',
  not_applicable: 'muted',
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

export const theme: MantineThemeOverride = {
  primaryColor: 'cobalt',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: FONT,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  headings: {
    fontFamily: FONT,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  colors: {
    cobalt: [
      '#eaeefb',
      '#d3dcf6',
      '#adbdf0',
      '#9db4ff',
      '#7c97f0',
      '#5775e0',
      '#3f5fd0',
      '#2f4fb8',
      '#26419a',
      '#1d337c',
    ],
    dark: [
      '#e4e8ed',
      '#c3cad4',
      '#a2acb9',
      '#7d8896',
      '#404a57',
      '#2c343e',
      '#222932',
      '#191e25',
      '#12161c',
      '#0c0f14',
    ],
  },
  components: {
    Text: { defaultProps: { size: 'sm' } },
    Anchor: { defaultProps: { underline: 'hover', inherit: true } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', highlightOnHover: true } },
    Paper: { defaultProps: { withBorder: true, radius: 'md' } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
  },
}
