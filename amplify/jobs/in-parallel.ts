/** How many requests to one service a job has under way at once. */
const width = 10

/** Does something for each item, at most ten at once, and waits for all. */
export async function inParallel<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += width) {
    results.push(...(await Promise.all(items.slice(start, start + width).map(act))))
  }
  return results
}
