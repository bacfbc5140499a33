import { formatNumber } from './format-number.ts'

type Cut = { checks: number; listed: number; total: number }

/** How much lists that were cut show of how much there is. */
export const cutWords = ({ checks, listed, total }: Cut): string =>
  `${formatNumber(listed)} of ${formatNumber(total)} violations of ${checks === 1 ? 'one check' : `${formatNumber(checks)} checks`} listed`
