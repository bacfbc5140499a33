/** Where an original can be downloaded. */
export const originalPath = ({ sourceId, sha256 }: { sourceId: number; sha256: string }): string =>
  `/api/v1/sources/${sourceId}/raw/${sha256}`
