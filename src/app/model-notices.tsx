import X from 'lucide-react/icons/x'
import { useState } from 'react'
import * as z from 'zod'
import { type ModelNotice, modelNotices } from '#domain/model/state.ts'
import { useModelStates } from '../backend/queries.ts'
import { t } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import styles from './model-notices.module.css'

const storageKey = 'repaint.notices'
const maxKept = 50

/** What people should hear of a model's end in time: one line, until it is put away. */
export function ModelNotices() {
  const states = useModelStates().data ?? []
  const [read, setRead] = useState(readStored)
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const notice = modelNotices(states, today).find((each) => !read.includes(nameOf(each)))
  if (!notice) return null
  const handleClose = () => {
    const next = [...read, nameOf(notice)].slice(-maxKept)
    localStorage.setItem(storageKey, JSON.stringify(next))
    setRead(next)
  }
  return (
    <aside className={styles['notice']} aria-label={t.models.region}>
      <p>{textOf(notice)}</p>
      <IconButton label={t.dismiss} size="small" onClick={handleClose}>
        <X size={15} />
      </IconButton>
    </aside>
  )
}

function textOf(notice: ModelNotice): string {
  return notice.kind === 'RETIRED'
    ? t.models.retired(notice.name)
    : t.models.ending(notice.name, notice.on, notice.daysLeft)
}

/** What was put away: an end that moves is news again. */
function nameOf(notice: ModelNotice): string {
  return notice.kind === 'RETIRED' ? `${notice.id} retired` : `${notice.id} ${notice.on}`
}

function readStored(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return z.array(z.string()).catch([]).parse(stored)
  } catch {
    return []
  }
}
