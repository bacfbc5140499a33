'use client'

import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import NextLink from 'next/link'
import type { ReactNode } from 'react'
import type { Href } from './href.ts'
import { LinkPending } from './link-pending.tsx'

type To = { href: Href; children: ReactNode; prefetch?: boolean; 'aria-label'?: string; 'aria-current'?: 'page' }

/** A link inside the product, in running text and tables. */
export const TextLink = (props: To & AnchorProps) => <Anchor component={Inner} {...props} />

/** A link inside the product that looks like a button. */
export const ButtonLink = (props: To & ButtonProps) => <Button component={Inner} variant="default" {...props} />

type InnerProps = Omit<To, 'children'> & { children?: ReactNode; className?: string }

const Inner = ({ href, prefetch = false, children, ...props }: InnerProps) => (
  <NextLink href={href} prefetch={prefetch} {...props}>
    {children}
    <LinkPending />
  </NextLink>
)
