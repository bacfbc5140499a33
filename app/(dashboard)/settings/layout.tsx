import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { requireViewer } from '#app/_server/session.ts'
import { settingsPagesOf } from './_parts/settings-pages.ts'
import { SettingsTabs } from './_parts/settings-tabs.tsx'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requireViewer()
  const pages = settingsPagesOf(role)
  if (!pages.length) notFound()
  return (
    <>
      <SettingsTabs pages={pages} />
      {children}
    </>
  )
}
