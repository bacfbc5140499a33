import type { ReactNode } from 'react'

const icon = (paths: ReactNode) =>
  function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    )
  }

export const OverviewIcon = icon(
  <>
    <rect x="3.5" y="3.5" width="7" height="9" rx="1.5" />
    <rect x="13.5" y="3.5" width="7" height="5" rx="1.5" />
    <rect x="13.5" y="11.5" width="7" height="9" rx="1.5" />
    <rect x="3.5" y="15.5" width="7" height="5" rx="1.5" />
  </>,
)
export const FindingsIcon = icon(
  <>
    <path d="M12 4 2.8 19.5h18.4z" />
    <path d="M12 10v4.5M12 17.2v.1" />
  </>,
)
export const ControlsIcon = icon(
  <>
    <path d="M12 3.5 5 6v5.5c0 4.2 2.9 7.6 7 9 4.1-1.4 7-4.8 7-9V6z" />
    <path d="m9 12 2.2 2.2L15.2 10" />
  </>,
)
export const AuditsIcon = icon(
  <>
    <path d="M18.5 10V5.5a1.5 1.5 0 0 0-1.5-1.5H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h5" />
    <path d="M8 8.5h7M8 12h3" />
    <circle cx="15.5" cy="15.5" r="3.5" />
    <path d="m18 18 2.8 2.8" />
  </>,
)
export const TeamsIcon = icon(
  <>
    <circle cx="9" cy="8.5" r="3.5" />
    <path d="M2.8 19.5c.6-3.4 3-5.5 6.2-5.500s5.6 2.1 6.2 5.5" />
    <path d="M15.5 5.400a3.4 3.4 0 0 1 0 6.300M18 14.700c1.8.9 2.9 2.6 3.2 4.8" />
  </>,
)
export const ExceptionsIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M10 9v6M14 9v6" />
  </>,
)
export const EvidenceIcon = icon(
  <>
    <rect x="3.5" y="4" width="17" height="4.5" rx="1" />
    <path d="M5 8.500V19a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V8.500M10 12.500h4" />
  </>,
)
export const SourcesIcon = icon(
  <>
    <ellipse cx="12" cy="6" rx="7.5" ry="2.8" />
    <path d="M4.5 6v12c0 1.5 3.4 2.8 7.5 2.800s7.5-1.3 7.5-2.800V6M4.5 12c0 1.5 3.4 2.8 7.5 2.800s7.5-1.3 7.5-2.8" />
  </>,
)
export const PoliciesIcon = icon(
  <>
    <path d="M6 3.500h8.500L19 8v12.500H6z" />
    <path d="M14 3.500V8.500h5M9 12.500l1.3 1.300L13 11M9 17h6.500" />
  </>,
)
export const AccountIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20c.9-3.9 3.7-6 7.5-6s6.6 2.1 7.5 6" />
  </>,
)
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4" />
  </>,
)
export const MoonIcon = icon(<path d="M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500z" />)
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.500L19 7.5" />)
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="11.5" height="11.5" rx="1.5" />
    <path d="M5.5 15H5a1.5 1.5 0 0 1-1.5-1.500V5A1.5 1.5 0 0 1 5 3.500h8.500A1.5 1.5 0 0 1 15 5v.5" />
  </>,
)
export const DownloadIcon = icon(<path d="M12 4v11M7.5 11 12 15.5 16.5 11M4.5 20h15" />)
export const SettingsIcon = icon(
  <>
    <path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="12" r="2" />
    <circle cx="17" cy="17" r="2" />
  </>,
)
