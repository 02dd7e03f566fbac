import Dices from 'lucide-react/icons/dices'
import Download from 'lucide-react/icons/download'
import FolderInput from 'lucide-react/icons/folder-input'
import Quote from 'lucide-react/icons/quote'
import Replace from 'lucide-react/icons/replace'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import Settings2 from 'lucide-react/icons/settings-2'
import Shuffle from 'lucide-react/icons/shuffle'
import SquareDashed from 'lucide-react/icons/square-dashed'
import Trash2 from 'lucide-react/icons/trash-2'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import { isFinal } from '#domain/generation/status.ts'
import { compositionOfResult } from '#domain/layer/result-composition.ts'
import type { Repeat } from '../editor/store/request-to-repeat.ts'
import { t } from '../i18n/language.ts'
import { MenuItem, MenuLine } from '../ui/menu.tsx'
import type { Downloadable } from './download-dialog.tsx'
import styles from './history-panel.module.css'

export type EntryActions = {
  /** The models that can do it today, the best first. */
  readonly repeatsOf: (generation: Generation) => readonly Repeat[]
  readonly onOpenResult: (generation: Generation, output: GenerationOutput) => void
  readonly onOpenSource: (generation: Generation) => void
  /** @param model that shall do it; left out, the one asked for then */
  readonly onRepeat: (generation: Generation, model?: string) => void
  readonly onReuse: (generation: Generation) => void
  readonly onReuseWords: (generation: Generation) => void
  readonly onReuseSeed: (seed: number) => void
  readonly onReuseMask: (generation: Generation) => void
  readonly onDownload: (item: Downloadable) => void
  readonly onRemove: (generation: Generation) => void
}

type Props = {
  readonly generation: Generation
  readonly name: string
  readonly results: readonly GenerationOutput[]
  readonly actions: EntryActions
}

/** What can be done from an entry of the history. */
export function EntryMenu(props: Props) {
  const { generation, results, actions } = props
  const [first] = results
  return (
    <>
      <MenuLine />
      {first ? (
        <MenuItem
          icon={<FolderInput size={16} />}
          onClick={() => actions.onOpenResult(generation, first)}
        >
          {t.history.openResult}
        </MenuItem>
      ) : null}
      {generation.pictureId ? (
        <MenuItem icon={<Replace size={16} />} onClick={() => actions.onOpenSource(generation)}>
          {t.history.openSource}
        </MenuItem>
      ) : null}
      {isFinal(generation.status) ? <RepeatItems {...props} /> : null}
      <ReuseItems {...props} />
      <DownloadItems {...props} />
      <MenuLine />
      <MenuItem danger icon={<Trash2 size={16} />} onClick={() => actions.onRemove(generation)}>
        {t.history.remove}
      </MenuItem>
    </>
  )
}

/** The same once more, by the model that did it or by another, with what it will cost. */
function RepeatItems({ generation, actions }: Props) {
  const repeats = actions.repeatsOf(generation)
  const same = repeats.find(({ card }) => card.id === generation.modelUsed)
  const others = repeats.filter((each) => each !== same)
  return (
    <>
      {same ? (
        <MenuItem icon={<RotateCcw size={16} />} onClick={() => actions.onRepeat(generation)}>
          {t.history.runAgain}
          <PriceTag again={same} />
        </MenuItem>
      ) : null}
      {others.length > 0 ? (
        <details className={styles['others']}>
          <summary>
            <Shuffle size={16} />
            {t.history.onAnother}
          </summary>
          {others.map((again) => (
            <MenuItem
              key={again.card.id}
              onClick={() => actions.onRepeat(generation, again.card.id)}
            >
              {again.card.name}
              <PriceTag again={again} />
            </MenuItem>
          ))}
        </details>
      ) : null}
    </>
  )
}

function PriceTag({ again }: { readonly again: Repeat }) {
  const { perImage, count } = again.price
  return <span className={styles['price']}>{t.money(perImage * count)}</span>
}

function ReuseItems({ generation, results, actions }: Props) {
  const seed = results[0]?.seed
  return (
    <>
      {generation.prompt ? (
        <MenuItem icon={<Quote size={16} />} onClick={() => actions.onReuseWords(generation)}>
          {t.history.reuseWords}
        </MenuItem>
      ) : null}
      {generation.maskKey ? (
        <MenuItem icon={<SquareDashed size={16} />} onClick={() => actions.onReuseMask(generation)}>
          {t.history.reuseMask}
        </MenuItem>
      ) : null}
      {seed === undefined ? null : (
        <MenuItem icon={<Dices size={16} />} onClick={() => actions.onReuseSeed(seed)}>
          {t.history.reuseSeed(seed)}
        </MenuItem>
      )}
      <MenuItem icon={<Settings2 size={16} />} onClick={() => actions.onReuse(generation)}>
        {t.history.reuse}
      </MenuItem>
    </>
  )
}

function DownloadItems({ generation, name, results, actions }: Props) {
  return results.map((output) => {
    const item = downloadable(generation, output, name)
    const label = results.length > 1 ? t.history.downloadOf(output.index + 1) : t.history.download
    return item ? (
      <MenuItem
        key={output.index}
        icon={<Download size={16} />}
        onClick={() => actions.onDownload(item)}
      >
        {label}
      </MenuItem>
    ) : null
  })
}

function downloadable(
  generation: Generation,
  output: GenerationOutput,
  title: string,
): Downloadable | undefined {
  const composition = compositionOfResult(generation, output)
  const { width, height } = output
  return composition && { title, composition, ...(width && height && { size: { width, height } }) }
}
