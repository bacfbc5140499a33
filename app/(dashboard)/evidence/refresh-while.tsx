'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const EVERY_MS = 3_000

/** Renews the page while something on it is being made, and rests while nobody looks. */
export function RefreshWhile({ isBusy }: { isBusy: boolean }) {
  const router = useRouter()
  useEffect(() => {
    if (!isBusy) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [isBusy, router])
  return null
}
