import { notFound, redirect } from 'next/navigation'
import { requireViewer } from '#app/_server/session.ts'
import { settingsPagesOf } from './_parts/settings-pages.ts'

export default async function SettingsPage() {
  const { role } = await requireViewer()
  const [first] = settingsPagesOf(role)
  return first ? redirect(first.href) : notFound()
}
