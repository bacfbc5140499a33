/** A JSON pointer as people read it: `/items/3/results/2` is `items[3].results[2]`. */
export const pathOf = (pointer: string): string =>
  pointer
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '')
