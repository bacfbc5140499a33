import styles from './contents.module.css'
import type { prepareReference } from './prepare-reference.ts'

/** The operations at a glance, each a link to its part of the page. */
export function Contents({ groups }: { groups: ReturnType<typeof prepareReference> }) {
  return (
    <nav aria-label="Operations" className={styles.contents}>
      {groups.map(({ tag, operations }) => (
        <div key={tag}>
          <p className={styles.tag}>{tag}</p>
          <ul className={styles.list}>
            {operations.map(({ id, method, path }) => (
              <li key={id}>
                <a href={`#${id}`} className={styles.link}>
                  {method === 'GET' ? '' : `${method} `}
                  {path.replace('/api/v1', '')}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
