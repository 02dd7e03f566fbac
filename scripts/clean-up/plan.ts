import type { Kept, Remains } from '../doctor/left-behind.ts'

/** What is to be done with the remains of a branch, and what is said of it. */
export type Plan = { readonly lines: readonly string[]; readonly removes: readonly Kept[] }

const called = { BUCKET: 'bucket', TABLE: 'table', USER_POOL: 'user pool' } as const

/**
 * A branch that is deployed keeps what its stacks hold: only what others left is removed.
 * @param isSure whether things are to be removed, not only named
 */
export function planOf({ living, kept }: Remains, isSure: boolean): Plan {
  const [root] = living.toSorted((a, b) => a.length - b.length)
  const deployed =
    root === undefined
      ? []
      : [
          `The branch is deployed (${root}), and keeps what it has. To end it:`,
          '  aws amplify delete-branch --app-id … --branch-name …',
          `  aws cloudformation delete-stack --stack-name ${root}`,
        ]
  if (kept.length === 0) {
    return { lines: ['Deployments of the branch left nothing behind.', ...deployed], removes: [] }
  }
  const named = kept.map(({ kind, id }) => `  ${called[kind]} ${id}`)
  return isSure
    ? { lines: ['Removing, with all that is in it:', ...named], removes: kept }
    : {
        lines: [
          'This would remove, with all that is in it:',
          ...named,
          'Add --yes to remove it for good.',
          ...deployed,
        ],
        removes: [],
      }
}
