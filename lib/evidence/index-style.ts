/** The style of the readable entry: system fonts, light and dark, and a page that prints. State is in words, never in colour alone. */
export const INDEX_STYLE = `
:root { color-scheme: light dark; --ink: #1a1b1e; --paper: #fff; --line: #ced4da; --quiet: #5c636a; --good: #1b6e3c; --bad: #b02525; --warn: #8a5300; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9ecef; --paper: #16181b; --line: #3b4046; --quiet: #a6adb4; --good: #6fd39a; --bad: #ff9b9b; --warn: #f5c26b; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2rem; font-size: 1.25rem; } h3 { font-size: 1.05rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: break-word; }
a { color: inherit; }
.pass, .inherited, .complete { color: var(--good); } .fail { color: var(--bad); font-weight: 600; } .partial { color: var(--warn); font-weight: 600; }
@media print {
  :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333; --good: #000; --bad: #000; --warn: #000; }
  main { max-width: none; padding: 0; } .wide { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
}
`
