import * as z from 'zod'
import { describeWithAttributes } from '../admin-user.ts'
import { invalidParameter } from '../errors.ts'
import { adminOperation, parse } from '../operation.ts'
import type { User } from '../user.ts'

/** Most users of one page (API_ListUsers). */
const MAX_PAGE = 60

const input = z.object({
  Limit: z.int().min(0).max(MAX_PAGE).default(MAX_PAGE),
  Filter: z.string().max(256).optional(),
  PaginationToken: z.string().max(64).optional(),
})

export const listUsers = adminOperation('ListUsers', input, async (at, request) => {
  const matches = at.users.list().filter(readFilter(request.Filter ?? ''))
  const token = request.PaginationToken
  const start = token === undefined ? 0 : parse(z.coerce.number().int().nonnegative(), token)
  const end = start + (request.Limit || MAX_PAGE)
  return {
    Users: matches.slice(start, end).map(describeWithAttributes),
    ...(end < matches.length ? { PaginationToken: String(end) } : {}),
  }
})

/** Filters are `name = "value"`, or `name ^= "start"`. */
function readFilter(filter: string): (user: User) => boolean {
  if (filter === '') return () => true
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"(.*)"\s*$/.exec(filter)
  const [, name, operator, value] = match ?? []
  if (name === undefined || value === undefined)
    throw invalidParameter('Error while parsing filter.')
  return (user) => {
    const actual = valueOf(user, name)
    return operator === '=' ? actual === value : actual?.startsWith(value) === true
  }
}

function valueOf(user: User, name: string): string | undefined {
  if (name === 'sub') return user.sub
  if (name === 'username') return user.username
  if (name === 'cognito:user_status') return user.status
  if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled'
  return user.attributes[name]
}
