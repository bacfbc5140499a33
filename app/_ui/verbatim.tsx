import styles from './verbatim.module.css'

/** Text from outside, as it is and as text: wrapped, scrolling when long, never as markup. */
export function Verbatim({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section className={styles.text} aria-label={label} tabIndex={0}>
      {text}
    </section>
  )
}
