import { formatNumber } from './format-number.ts'
import type { Href } from './href.ts'
import { TextLink } from './link.tsx'

type Props = {
  value: number
  /** The rows behind the number. */
  href: Href
  /** What the number counts, for those who hear it alone: "open critical findings". */
  label: string
  /** Printed in place of the number, when it is written another way. */
  text?: string
}

/** A number that leads to the rows behind it. Nothing is behind a zero, so that one is plain. */
export function NumberLink({ value, href, label, text }: Props) {
  if (value === 0) return <span>{text ?? '0'}</span>
  return (
    <TextLink href={href} aria-label={`${text ?? formatNumber(value)} ${label}`}>
      {text ?? formatNumber(value)}
    </TextLink>
  )
}
