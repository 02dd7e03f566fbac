/**
 * What GraphQL says `null` for is absent: our records and requests leave it out.
 * @returns the value without its null fields, at every depth; what is no object or list as it is
 */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, each]) => each !== null)
  return Object.fromEntries(fields.map(([name, each]) => [name, withoutNulls(each)]))
}
