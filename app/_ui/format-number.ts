const WHOLE = new Intl.NumberFormat('en')

export const formatNumber = (value: number): string => WHOLE.format(value)

/** A share in per cent, cut so that only all is 100 % and only nothing is 0 %; `no data` over an empty whole. */
export function formatShare(numerator: number, denominator: number): string {
  if (denominator <= 0) return 'no data'
  const percent = (numerator / denominator) * 100
  if (numerator > 0 && percent < 0.1) return '< 0.1 %'
  if (numerator < denominator && percent > 99.9) return '> 99.9 %'
  return `${percent === 0 || percent === 100 ? percent : percent.toFixed(percent < 10 || percent > 90 ? 1 : 0)} %`
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** power
  return `${power && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power]}`
}
