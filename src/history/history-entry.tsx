import Ban from 'lucide-react/icons/ban'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Download from 'lucide-react/icons/download'
import Ellipsis from 'lucide-react/icons/ellipsis'
import FolderInput from 'lucide-react/icons/folder-input'
import ImageOff from 'lucide-react/icons/image-off'
import Replace from 'lucide-react/icons/replace'
import Settings2 from 'lucide-react/icons/settings-2'
import Trash2 from 'lucide-react/icons/trash-2'
import { type Generation, type GenerationOutput, hasImage } from '#domain/generation/generation.ts'
import { isFinal, type Status } from '#domain/generation/status.ts'
import { compositionOfResult } from '#domain/layer/result-composition.ts'
import { findModel } from '#domain/model/catalogue.ts'
import { useObjectUrl } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { sayText } from '../i18n/say.ts'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { ProgressRing, Skeleton } from '../ui/skeleton.tsx'
import { agoText, spanText } from '../ui/span.ts'
import type { Downloadable } from './download-dialog.tsx'
import styles from './history-panel.module.css'

export type EntryActions = {
  readonly onOpenResult: (generation: Generation, output: GenerationOutput) => void
  readonly onOpenSource: (generation: Generation) => void
  readonly onReuse: (generation: Generation) => void
  readonly onDownload: (item: Downloadable) => void
  readonly onRemove: (generation: Generation) => void
}

type Props = EntryActions & { readonly generation: Generation; readonly nowMs: number }

/** One job of the history: its results, state, words, model, cost and times. */
export function HistoryEntry({ generation, nowMs, ...actions }: Props) {
  const { operation, prompt, status, createdAt } = generation
  const name = prompt || t.operations[operation].result
  const results = (generation.outputs ?? []).filter(hasImage)
  return (
    <li className={styles['entry']} aria-label={`${name}, ${t.jobs.statuses[status]}`}>
      <div className={styles['thumbs']}>
        {results.map((output) => (
          <Thumb
            key={output.index}
            output={output}
            label={`${t.history.openResult} ${output.index + 1}: ${name}`}
            onOpen={() => actions.onOpenResult(generation, output)}
          />
        ))}
        {results.length === 0 ? <NoThumb status={status} /> : null}
      </div>
      <div className={styles['row']}>
        <div className={styles['words']}>
          <strong title={name}>{name}</strong>
          <span className={styles['facts']}>
            <StatusBadge status={status} />
            <time dateTime={createdAt}>{agoText(createdAt, nowMs, t.time)}</time>
          </span>
          <span className={styles['facts']}>
            {t.operations[operation].job} · {modelName(generation.modelUsed)}
          </span>
          <span className={styles['facts']}>{factsOf(generation)}</span>
          <ModelNotes generation={generation} />
          {generation.errorDetail ? (
            <span className={styles['reason']}>{sayText(generation.errorDetail)}</span>
          ) : null}
        </div>
        <EntryMenu generation={generation} name={name} results={results} actions={actions} />
      </div>
    </li>
  )
}

/** Why another model did it than the one asked for, and how it comes near to what was asked. */
function ModelNotes({ generation }: { generation: Generation }) {
  const { modelAsked, modelReason, modelNote } = generation
  if (!modelReason && !modelNote) return null
  const asked = modelAsked ? t.history.asked(modelName(modelAsked)) : ''
  return (
    <span className={styles['reason']}>
      {modelReason ? `${asked}${sayText(modelReason)} ` : ''}
      {sayText(modelNote)}
    </span>
  )
}

function modelName(id: string): string {
  return findModel(id)?.name ?? id
}

function EntryMenu(props: {
  readonly generation: Generation
  readonly name: string
  readonly results: readonly GenerationOutput[]
  readonly actions: EntryActions
}) {
  const { generation, name, results, actions } = props
  const first = results[0]
  return (
    <Menu label={t.history.actions(name)} icon={<Ellipsis size={17} />} size="small">
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
      <MenuItem icon={<Settings2 size={16} />} onClick={() => actions.onReuse(generation)}>
        {t.history.reuse}
      </MenuItem>
      {results.map((output) => (
        <DownloadItem
          key={output.index}
          name={
            results.length > 1 ? `${t.history.download} ${output.index + 1}` : t.history.download
          }
          item={downloadable(generation, output, name)}
          onDownload={actions.onDownload}
        />
      ))}
      <MenuLine />
      <MenuItem danger icon={<Trash2 size={16} />} onClick={() => actions.onRemove(generation)}>
        {t.history.remove}
      </MenuItem>
    </Menu>
  )
}

function DownloadItem(props: {
  readonly name: string
  readonly item: Downloadable | undefined
  readonly onDownload: EntryActions['onDownload']
}) {
  const { name, item, onDownload } = props
  if (!item) return null
  return (
    <MenuItem icon={<Download size={16} />} onClick={() => onDownload(item)}>
      {name}
    </MenuItem>
  )
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

function Thumb(props: {
  readonly output: GenerationOutput
  readonly label: string
  readonly onOpen: () => void
}) {
  const { url, error } = useObjectUrl(props.output.thumbnailKey ?? props.output.previewKey)
  return (
    <button
      type="button"
      className={styles['thumb']}
      aria-label={props.label}
      onClick={props.onOpen}
    >
      {url ? <img src={url} alt="" loading="lazy" draggable={false} /> : null}
      {error ? <ImageOff size={18} aria-hidden="true" /> : null}
      {url || error ? null : <Skeleton height="100%" />}
    </button>
  )
}

function NoThumb({ status }: { status: Status }) {
  return (
    <div className={`${styles['thumb']} ${styles['noThumb']}`}>
      {isFinal(status) ? (
        status === 'CANCELLED' ? (
          <Ban size={18} aria-hidden="true" />
        ) : (
          <CircleAlert size={18} aria-hidden="true" />
        )
      ) : (
        <ProgressRing label={t.jobs.statuses[status]} sizePx={22} />
      )}
    </div>
  )
}

function StatusBadge({ status }: { status: Status }) {
  return <b className={styles[status]}>{t.jobs.statuses[status]}</b>
}

/** Number of images, cost, time and seeds, as far as they are known. */
function factsOf(generation: Generation): string {
  const { count, costMicros, totalMs, outputs } = generation
  const seeds = [...new Set((outputs ?? []).flatMap(({ seed }) => seed ?? []))]
  const facts = [
    t.history.images(count),
    ...(costMicros === undefined ? [] : [t.money(costMicros)]),
    ...(totalMs === undefined || totalMs < 1000 ? [] : [spanText(totalMs, t.time)]),
    ...(seeds.length === 0 ? [] : [t.history.seed(seeds.join(', '))]),
  ]
  return facts.join(' · ')
}
