import type { Route } from 'next'

/** An address inside the product: a page that exists, with or without a query. */
export type Href =
  | Route
  | Route<`/audits/${string}`>
  | Route<`/findings/${string}`>
  | Route<`/controls/${string}`>
  | Route<`/controls/${string}/${string}`>
  | Route<`/evidence/${string}`>
  | Route<`/settings/sign-in/${string}`>
  | Route<`/settings/users/${string}`>
  | Route<`/policies/${string}`>
  | Route<`/sources/${string}`>
  | Route<`/teams/${string}`>
