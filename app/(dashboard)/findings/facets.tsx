import { VisuallyHidden } from '@mantine/core'
import { formatNumber } from '#app/_ui/format-number.ts'
import { TextLink } from '#app/_ui/link.tsx'
import { Section } from '#app/_ui/section.tsx'
import type { FindingFilter } from '#lib/domain/finding-filter.ts'
import type { Facet, FindingFacets } from '#lib/queries/facet-findings.ts'
import styles from './facets.module.css'
import { findingsPageHref } from './findings-page-href.ts'

const GROUPS = [
  ['checks', 'check', 'Checks'],
  ['teams', 'team', 'Teams'],
  ['sources', 'source', 'Sources'],
] as const

/** What the list is made of: the commonest values, each of which narrows it. */
export function Facets({ facets, filter }: { facets: FindingFacets; filter: FindingFilter }) {
  const groups = GROUPS.filter(([group, name]) => facets[group].length > 0 && filter[name] === undefined)
  if (!groups.length) return null
  return (
    <div className="no-print">
      <Section
        id="facets"
        title="Made up of"
        description={facets.total.capped ? 'Among the 10,000 worst; most common first' : 'Most common first'}
      >
        {groups.map(([group, name, title]) => (
          <div key={group} className={styles.group}>
            <h3 className={styles.title}>{title}</h3>
            <ul className={styles.list}>
              {facets[group].map((facet) => (
                <FacetLine
                  key={facet.value}
                  facet={facet}
                  most={facets[group][0]?.count ?? 1}
                  href={findingsPageHref(filter, { [name]: facet.value })}
                />
              ))}
            </ul>
          </div>
        ))}
      </Section>
    </div>
  )
}

type Line = { facet: Facet; most: number; href: ReturnType<typeof findingsPageHref> }

function FacetLine({ facet: { label, count }, most, href }: Line) {
  return (
    <li className={styles.line}>
      <TextLink href={href} className={styles.link}>
        <span className={styles.label} title={label}>
          {label}
        </span>
        <span className={styles.count}> {formatNumber(count)}</span>
        <VisuallyHidden>: show only these</VisuallyHidden>
      </TextLink>
      <span className={styles.bar} style={{ inlineSize: `${(100 * count) / most}%` }} aria-hidden="true" />
    </li>
  )
}
