import { EmptyState } from './empty-state.tsx'
import { TextLink } from './link.tsx'

/** Nothing here because of what the viewer was given, not because there is nothing. */
export const NothingInScope = ({ what }: { what: 'source' | 'team' }) => (
  <EmptyState title={`No ${what} is in your scope`}>
    <TextLink href="/account">See what you were given</TextLink>; an administrator changes it.
  </EmptyState>
)
