import type { Basis } from '#lib/domain/basis.ts'
import type { Tone } from './theme.ts'
import { ToneBadge } from './tone-badge.tsx'

const TONE: Record<Basis, Tone> = { exact: 'link', related: 'link', derived: 'muted', judgement: 'muted' }

const TITLE: Record<Basis, string> = {
  exact: 'A public mapping names this control for this check, or for an equivalent one',
  related: 'A public mapping names the parent, the child or a sibling of this control',
  derived: 'A public mapping leads to a NIST control, and a NIST crosswalk from there to this one',
  judgement: 'Our own reading: no public mapping says so',
}

/** Why a check is mapped to a control. */
export function BasisBadge({ basis }: { basis: Basis }) {
  return (
    <ToneBadge tone={TONE[basis]} title={TITLE[basis]}>
      {basis}
    </ToneBadge>
  )
}
