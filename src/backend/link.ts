import { createStore, useStore } from 'zustand'
import { unreachable } from '#domain/errors.ts'

/** How well this device hears of changes. */
export type LinkState = 'connecting' | 'live' | 'catching-up' | 'offline'

export type LinkFact =
  | { readonly kind: 'socket'; readonly isOpen: boolean }
  | { readonly kind: 'network'; readonly isOnline: boolean }
  | { readonly kind: 'catch-up'; readonly phase: 'began' | 'done' | 'failed' }

export type Link = {
  readonly isOpen: boolean
  readonly isOnline: boolean
  readonly isCurrent: boolean
  readonly isCatchingUp: boolean
}

export const freshLink: Link = {
  isOpen: false,
  isOnline: true,
  isCurrent: false,
  isCatchingUp: false,
}

/** The link after a fact. A closed socket means that events may have been missed. */
export function linkAfter(link: Link, fact: LinkFact): Link {
  switch (fact.kind) {
    case 'socket':
      return { ...link, isOpen: fact.isOpen, isCurrent: link.isCurrent && fact.isOpen }
    case 'network':
      return { ...link, isOnline: fact.isOnline, isCurrent: link.isCurrent && fact.isOnline }
    case 'catch-up':
      return {
        ...link,
        isCatchingUp: fact.phase === 'began',
        isCurrent: fact.phase === 'done' ? link.isOpen : link.isCurrent,
      }
    default:
      return unreachable(fact)
  }
}

/** What the person is told. */
export function linkState(link: Link): LinkState {
  if (!link.isOnline) return 'offline'
  if (link.isCatchingUp) return 'catching-up'
  return link.isOpen && link.isCurrent ? 'live' : 'connecting'
}

export const linkStore = createStore<{ link: Link }>(() => ({ link: freshLink }))

/** Notes a fact about the link. */
export function noteLink(fact: LinkFact): void {
  linkStore.setState(({ link }) => ({ link: linkAfter(link, fact) }))
}

/** The state of the link, for a component. */
export function useLinkState(): LinkState {
  return useStore(linkStore, ({ link }) => linkState(link))
}
