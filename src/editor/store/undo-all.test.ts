import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBase, doings } from '../../../tests/builders/commands.ts'
import type { EditorDocument } from '../document/document.ts'
import { createEditorStore } from './editor-store.ts'
import { readHistory, storeHistory } from './stored-history.ts'

/** What is typed stays, whatever is undone. */
const seen = ({ words: _typed, ...document }: EditorDocument) => document

/** Nothing may change a state in place that undo leads back to. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const each of Object.values(value)) frozen(each)
  return Object.freeze(value)
}

test('undo goes back through all that any commands did, and redo brings it again, after a reload too', () => {
  fc.assert(
    fc.property(fc.array(doings(), { maxLength: 30 }), (steps) => {
      const store = createEditorStore()
      const { actions } = store.getState()
      const history = () => store.getState().document
      actions.openPicture(aBase(0))
      const states = [history().present]
      for (const { on } of steps) {
        actions.run(on(frozen(history().present)))
        if (history().present !== states.at(-1)) states.push(history().present)
      }
      // Who reloads has the same steps.
      const read = readHistory(structuredClone(storeHistory(history())))
      expect(read).toEqual(history())
      if (read) store.setState({ document: read })
      for (const state of states.toReversed()) {
        expect(seen(history().present)).toEqual(seen(state))
        actions.undo()
      }
      for (const state of states) {
        expect(seen(history().present)).toEqual(seen(state))
        actions.redo()
      }
      expect(history().past.length + 1).toBe(states.length)
    }),
    { numRuns: 30 },
  )
})
