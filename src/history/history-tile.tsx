import Ban from 'lucide-react/icons/ban'
import CircleAlert from 'lucide-react/icons/circle-alert'
import { type Generation, hasImage } from '#domain/generation/generation.ts'
import { isFinal, type Status } from '#domain/generation/status.ts'
import { t } from '../i18n/language.ts'
import { Popover } from '../ui/popover.tsx'
import { ProgressRing } from '../ui/skeleton.tsx'
import { agoText } from '../ui/span.ts'
import { EntryDetails } from './entry-details.tsx'
import type { EntryActions } from './entry-menu.tsx'
import styles from './history-panel.module.css'
import { StoredPicture } from './stored-picture.tsx'

type Props = EntryActions & { readonly generation: Generation; readonly nowMs: number }

/** One job on the contact sheet: its first result, and pressed, what it was and what can be done. */
export function HistoryTile({ generation, nowMs, ...actions }: Props) {
  const { operation, prompt, status, createdAt } = generation
  const name = prompt || t.operations[operation].result
  const results = (generation.outputs ?? []).filter(hasImage)
  const [first] = results
  return (
    <li className={styles['entry']} aria-label={`${name}, ${t.jobs.statuses[status]}`}>
      <Popover
        label={name}
        className={styles['details']}
        renderTrigger={(opens) => (
          <button
            type="button"
            className={styles['tile']}
            title={`${name} · ${agoText(createdAt, nowMs, t.time)}`}
            {...opens}
          >
            {first ? <StoredPicture objectKey={first.thumbnailKey ?? first.previewKey} /> : null}
            {first ? null : <NoPicture status={status} />}
            {results.length > 1 ? <b aria-hidden="true">{results.length}</b> : null}
            <span className={first ? 'visually-hidden' : styles['caption']}>
              <span className="visually-hidden">{name}: </span>
              {t.jobs.statuses[status]}
            </span>
          </button>
        )}
      >
        <EntryDetails generation={generation} name={name} nowMs={nowMs} {...actions} />
      </Popover>
    </li>
  )
}

function NoPicture({ status }: { status: Status }) {
  if (!isFinal(status)) return <ProgressRing label={t.jobs.statuses[status]} sizePx={22} />
  const Icon = status === 'CANCELLED' ? Ban : CircleAlert
  return <Icon size={18} aria-hidden="true" />
}
