/** How many requests to one service a job has under way at once. */
const requestsAtOnce = 10

/** Does something for each item, at most so many at once, and waits for all. */
export async function inParallel<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
  atOnce = requestsAtOnce,
): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(act))))
  }
  return results
}
