import { afterEach, expect, test, vi } from 'vitest'
import { cleanup, render } from 'vitest-browser-react'
import { LongList } from './long-list.tsx'

const items = Array.from({ length: 100_000 }, (_, index) => index)

afterEach(cleanup)

/** @returns the element that scrolls, 400 px high; a row is 30 px, and guessed to be 20 */
async function aList(): Promise<HTMLElement> {
  const { container } = await render(
    <div style={{ height: 400, overflowY: 'auto' }}>
      <LongList items={items} rowGuessPx={20}>
        {(item) => (
          <li key={item} style={{ height: 30 }}>
            {`row ${item}`}
          </li>
        )}
      </LongList>
    </div>,
  )
  return container.firstElementChild as HTMLElement
}

const drawn = (scroller: HTMLElement) =>
  [...scroller.querySelectorAll('li')].map((row) => row.textContent)

test('of 100,000 rows only those near what is in sight are drawn', async () => {
  const scroller = await aList()
  await vi.waitFor(() => expect(drawn(scroller)).toContain('row 41'))
  expect(drawn(scroller)[0]).toBe('row 0')
  // 400 px in sight and 1,200 px ahead are three blocks of 40 rows, and one that is touched.
  expect(drawn(scroller).length).toBeLessThanOrEqual(160)
})

test('at the end the last row is drawn, and the first no more', async () => {
  const scroller = await aList()
  await vi.waitFor(() => expect(drawn(scroller)).toContain('row 0'))
  await vi.waitFor(() => {
    scroller.scrollTop = scroller.scrollHeight
    expect(drawn(scroller)).toContain('row 99999')
    expect(drawn(scroller)).not.toContain('row 0')
  })
})
