import type { Permission } from './names.ts'

/** What the page says of one statement. */
export type Shown = { readonly permission: Permission; readonly by: string }

const head = `# Permissions

Every statement of the policies that the backend is deployed with: who may do what on what, and the
step that fails without it. For a statement that denies, the step is the attack that succeeds without
it. \`tests/backend/statements.test.ts\` runs each step and fails when a statement is not the only one
that allows something the step asks, or when this page is not up to date; it takes some statements away
from the running backend and sees the step fail, \`npm run soak -- permissions\` takes away each.
\`WRITE_PERMISSIONS=1 npx vitest run tests/backend/statements.test.ts\` writes the page anew.
`

/** @returns the text of `docs/permissions.md` */
export function permissionsPage(
  shown: readonly Shown[],
  excepted: readonly { readonly why: string; readonly count: number }[],
): string {
  const rows = shown.map(({ permission, by }) => {
    const { who, statement, actions, resources, kind } = permission
    const may = `${statement.Effect === 'Deny' ? '**never** ' : ''}${list(actions)}`
    const on = kind === 'trust' ? 'this role' : list(resources)
    return `| ${who} | ${may} | ${on}${conditionOf(permission)} | ${by} |`
  })
  return [
    head,
    '| Who | May | On | Fails without it |',
    '|---|---|---|---|',
    ...rows.toSorted(),
    '',
    '## Not needed by anything that the sandbox runs',
    '',
    '| Statements | Why they are there |',
    '|---|---|',
    ...excepted.map(({ why, count }) => `| ${count} | ${why} |`),
    '',
  ].join('\n')
}

function list(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(', ')
}

function conditionOf({ statement }: Permission): string {
  const keys = Object.values(statement.Condition ?? {}).flatMap((tests) => Object.keys(tests))
  return keys.length === 0 ? '' : `, by ${list(keys)}`
}
