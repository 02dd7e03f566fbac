import { type Generation, type GenerationOutput, hasImage } from '#domain/generation/generation.ts'
import { findModel } from '#domain/model/catalogue.ts'
import { knownModels } from '../backend/deployment.ts'
import { t } from '../i18n/language.ts'
import { sayText } from '../i18n/say.ts'
import { agoText, spanText } from '../ui/span.ts'
import { type EntryActions, EntryMenu } from './entry-menu.tsx'
import styles from './history-panel.module.css'
import { StoredPicture } from './stored-picture.tsx'

type Props = EntryActions & {
  readonly generation: Generation
  readonly name: string
  readonly nowMs: number
}

/** All of one job: its results, state, words, model, cost and times, and what can be done from it. */
export function EntryDetails({ generation, name, nowMs, ...actions }: Props) {
  const { operation, status, createdAt, modelUsed, errorDetail, outputs = [] } = generation
  const results = outputs.filter(hasImage)
  return (
    <>
      {results.length > 0 ? (
        <div className={styles['thumbs']}>
          {results.map((output) => (
            <Thumb
              key={output.index}
              output={output}
              label={`${t.history.openResult} ${output.index + 1}: ${name}`}
              onOpen={() => actions.onOpenResult(generation, output)}
            />
          ))}
        </div>
      ) : null}
      <div className={styles['words']}>
        <strong>{name}</strong>
        <span className={styles['facts']}>
          <b className={styles[status]}>{t.jobs.statuses[status]}</b>
          <time dateTime={createdAt}>{agoText(createdAt, nowMs, t.time)}</time>
        </span>
        <span className={styles['facts']}>
          {t.operations[operation].job} · {modelName(modelUsed)}
        </span>
        <span className={styles['facts']}>{factsOf(generation)}</span>
        <ModelNotes generation={generation} />
        {errorDetail ? <span className={styles['reason']}>{sayText(errorDetail)}</span> : null}
      </div>
      <EntryMenu generation={generation} name={name} results={results} actions={actions} />
    </>
  )
}

function Thumb(props: {
  readonly output: GenerationOutput
  readonly label: string
  readonly onOpen: () => void
}) {
  const { output, label, onOpen } = props
  return (
    <button type="button" className={styles['thumb']} aria-label={label} onClick={onOpen}>
      <StoredPicture objectKey={output.previewKey ?? output.thumbnailKey} />
    </button>
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
  return findModel(id, knownModels())?.name ?? id
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
