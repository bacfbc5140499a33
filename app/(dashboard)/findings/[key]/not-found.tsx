import { EmptyState } from '#app/_ui/empty-state.tsx'
import { TextLink } from '#app/_ui/link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'

export default function FindingNotFound() {
  return (
    <>
      <PageHeader title="No such finding" />
      <EmptyState title="Nothing is kept under this address">
        It may be of a source that you do not see, or older than what is kept.{' '}
        <TextLink href="/findings?state=any">All findings, open and closed</TextLink>
      </EmptyState>
    </>
  )
}
